import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The stand-in for APNs in a process of its own. `ca`: the certificate to trust, over TLS. */
export async function startApnsProcess(
  kind: 'tls' | 'clear',
): Promise<{ url: string; ca?: string; stop(): void }> {
  const file = fileURLToPath(new URL('servers/apns.ts', import.meta.url))
  const server = spawn(process.execPath, [file, kind], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  return { ...(JSON.parse(String(line)) as { url: string; ca?: string }), stop: () => void server.kill() }
}
