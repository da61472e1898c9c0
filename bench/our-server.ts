import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The operator's key of a started process. */
export const adminKey = 'bench-admin-key-0000'

export const secretKey = 'bench-secret-key-bench-secret-key-0000'

export type Server = { url: string; stop(): Promise<void> }

/**
 * Stampbridge in a process of its own, ready to answer.
 * @param entry `web`: intake alone; `main`: the jobs as well
 */
export async function startOurs(
  entry: 'web' | 'main',
  settings: { databaseUrl: string; folder: string; env?: Record<string, string> },
): Promise<Server> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const env = {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: settings.folder,
    DATABASE_URL: settings.databaseUrl,
    ...(process.env.BENCH_REDIS_URL ? { REDIS_URL: process.env.BENCH_REDIS_URL } : {}),
    SECRET_KEY: secretKey,
    ADMIN_API_KEY: adminKey,
    LOG_LEVEL: 'warn',
    ...settings.env,
  }
  const file = fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url))
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await isUp(url)); tries++) {
    if (tries > 300 || child.exitCode !== null) throw new Error(`${entry} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  )

/** A request to the REST API. @throws Error when it is refused */
export async function askApi<Answer>(
  url: string,
  key: string,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
