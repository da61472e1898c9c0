// The house: domain <- ports <- app <- {http, jobs}; store and adapters implement ports; compose picks them.
// TypeScript 7 has no parser for others to use, so swc reads the imports, types included.

const product = '^(src|adapters|jobs)/'
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [...allowed, '^node_modules/'], dependencyTypesNot: ['core'] },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other cannot be understood alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Used by nobody.',
      severity: 'error',
      from: { orphan: true, path: product, pathNot: '^src/pages/assets/' },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'The rules know neither packages nor the system: time, ids and chance are arguments.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    only(
      'art',
      '^src/art/',
      ['^src/(art|domain)/'],
      'Pictures are drawn from what the domain says, and from nothing else.',
    ),
    only(
      'ports',
      '^src/ports/',
      ['^src/(ports|domain)/', '^src/app-error\\.ts$'],
      'Interfaces speak of the domain.',
    ),
    only(
      'app',
      '^src/app/',
      ['^src/(app|domain|ports|secrets)/', '^src/(app-error|events|config)\\.ts$'],
      'Use cases know interfaces, not what implements them.',
    ),
    {
      name: 'outer-rooms-by-ports',
      comment: 'Routes and jobs get store and adapters handed in.',
      severity: 'error',
      from: { path: '^(src/(http|pages|messages)|jobs)/' },
      to: { path: '^(src/store|adapters)/' },
    },
    only(
      'pages-are-pure',
      '^src/pages/',
      ['^src/(pages|messages|domain|ports)/'],
      'Pages draw what they are given.',
    ),
    only(
      'adapters-stand-alone',
      '^adapters/([^/]+)/',
      ['^adapters/$1/', '^src/(art|domain|ports|secrets)/'],
      'An adapter knows its provider and the ports.',
    ),
    {
      name: 'only-the-store-knows-the-database',
      comment: 'Every query is in one room.',
      severity: 'error',
      from: { path: product, pathNot: '^src/store/' },
      to: { path: ['^prisma/', '^node_modules/(pg|@prisma/[^/]+|@electric-sql/[^/]+)/'] },
    },
    {
      name: 'compose-is-on-top',
      comment: 'Nothing but the entry points puts the parts together.',
      severity: 'error',
      from: { path: product, pathNot: '^src/(compose/|[^/]+\\.ts$)' },
      to: { path: '^src/compose/' },
    },
    {
      name: 'product-without-tests',
      comment: 'What runs does not need what tests or builds.',
      severity: 'error',
      from: { path: product },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'product-without-dev-packages',
      comment: 'Missing after npm ci --omit=dev.',
      severity: 'error',
      from: { path: product },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'doubles-share-no-code',
      comment: 'A double that uses the code it stands beside repeats its mistakes.',
      severity: 'error',
      from: { path: '^test/doubles/' },
      to: { path: product, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // The extension runs in Shopify's POS, and has packages and a check of its own.
    exclude: { path: ['^prisma/generated/internal/', '^adapters/shopify/pos-extension/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
