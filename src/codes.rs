//! How does an answer or a fact cross the boundary as one integer?
//!
//! Each kind of codes is written down once, as a list of names: the macros below make its type, its values and the table
//! of them that the build writes down for JavaScript.

/// A kind of codes that count up from zero, one of which crosses at a time.
macro_rules! ordinals {
    ($(#[$about:meta])* pub enum $kind:ident { $($(#[$says:meta])* $name:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $kind {
            $($(#[$says])* $name,)+
        }

        $crate::codes::codes!($kind { $($name)+ } by |value| value);
    };
}

/// A kind of codes that are a bit each, any sum of which crosses.
macro_rules! bits {
    ($(#[$about:meta])* pub enum $kind:ident { $($(#[$says:meta])* $name:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind {
            $($(#[$says])* $name,)+
        }

        $crate::codes::codes!($kind { $($name)+ } by |place| 1 << place);

        impl $kind {
            /// Whether a sum of codes holds this one.
            pub const fn is_in(self, sum: u32) -> bool {
                sum & self.code() != 0
            }
        }
    };
    (
        $(#[$about:meta])* pub enum $kind:ident;
        $(#[$about_set:meta])* pub struct $set:ident { $($(#[$says:meta])* $name:ident => $field:ident,)+ }
    ) => {
        $crate::codes::bits! {
            $(#[$about])*
            pub enum $kind {
                $(#[doc = concat!("[`", stringify!($set), "::", stringify!($field), "`]")] $name,)+
            }
        }

        $(#[$about_set])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $set {
            $($(#[$says])* pub $field: bool,)+
        }

        impl $set {
            #[doc = concat!("Reads a sum of the codes of [`", stringify!($kind), "`].")]
            pub const fn from_bits(sum: u32) -> $set {
                $set { $($field: $kind::$name.is_in(sum),)+ }
            }
        }
    };
}

/// What all kinds have in common.
macro_rules! codes {
    ($kind:ident { $($name:ident)+ } by |$place:ident| $code:expr) => {
        impl $kind {
            #[doc = concat!("Every `", stringify!($kind), "`.")]
            pub const ALL: &[$kind] = &[$($kind::$name,)+];

            /// The integer that crosses.
            pub const fn code(self) -> u32 {
                let $place = self as u32;
                $code
            }
        }
    };
}

pub(crate) use {bits, codes, ordinals};
