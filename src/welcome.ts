import type { Logger } from 'pino'
import { demoSlug } from './app/demo-shop.ts'
import type { CreateSignInLink } from './app/sign-in.ts'
import type { Demo } from './compose/demo.ts'
import type { Config } from './config.ts'

/** Says where to go: the first thing that a newcomer sees. The sign-in link is a secret of this terminal, so it is printed and never logged. */
export async function welcome(deps: {
  config: Config
  log: Logger
  demo: Demo | null
  createSignInLink: CreateSignInLink
}): Promise<void> {
  const { config, log, demo } = deps
  const { baseUrl, port } = config.http
  log.info({ port, baseUrl }, 'web is ready')
  const lines = [
    '',
    ...(demo
      ? demoLines(baseUrl, await deps.createSignInLink(demo.shop.merchantId))
      : [`Stampbridge is running at ${baseUrl}`]),
    '',
    `REST API      ${baseUrl}/api/v1/openapi.json`,
    ...(config.adminApiKey === undefined ? [`Operator key  in ${config.dataDir}/admin-key`] : []),
    'Stop with Ctrl+C.',
    '',
  ]
  console.log(lines.join('\n'))
}

const demoLines = (baseUrl: string, signInPath: string): string[] => [
  'Stampbridge is running. Three places to see the demo shop:',
  '',
  `  Join page   ${baseUrl}/join/${demoSlug}`,
  `  Demo till   ${baseUrl}/till`,
  `  Console     ${baseUrl}${signInPath}   (one use, 15 minutes)`,
]
