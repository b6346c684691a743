// What stands in the way of publishing a version?

/**
 * @param {string} tag
 * @param {{ manifest: any, crate: string, changelog: string }} project its package.json, Cargo.toml and CHANGELOG.md
 * @returns {string[]} a sentence for each obstacle
 */
export function obstacles (tag, { manifest, crate, changelog }) {
  const { version, repository } = manifest
  const crateVersion = /^version = "(.*)"$/m.exec(crate)?.[1]
  const isInChangelog = changelog.split('\n').some((line) => /^## /.test(line) && line.split(/[\s[\]]+/).includes(version))
  return [
    tag !== `v${version}` && `The tag is ${tag}, the version in pkg-template/package.json ${version}.`,
    crateVersion !== version && `The version in Cargo.toml is ${crateVersion}, in pkg-template/package.json ${version}.`,
    // Stores ask for ^1.17.1 of express-session, which no prerelease satisfies.
    !/^1\.\d+\.\d+$/.test(version) && `${version} does not satisfy the stores that ask for express-session ^1.17.1.`,
    !isInChangelog && `CHANGELOG.md has no section for ${version}.`,
    !repository && 'pkg-template/package.json names no repository, without which npm takes no provenance.'
  ].filter((obstacle) => obstacle !== false)
}
