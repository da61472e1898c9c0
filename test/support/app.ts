import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fillDataFolder, type Setting } from './settings.ts'

export const adminKey = 'operator-key-of-the-tests'
const root = fileURLToPath(new URL('../..', import.meta.url))

/** A real process of Stampbridge, as an operator starts it. */
export type AppProcess = {
  baseUrl: string
  /** All that it printed so far. */
  output(): string
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL in the middle of whatever it does. */
  kill(): Promise<void>
}

type Options = {
  entry?: 'main' | 'web' | 'worker'
  /** Tells the processes of one installation apart. */
  port?: number
  env?: Record<string, string>
  /** What has to answer 200 before it counts as started; /readyz when left out. */
  readyPath?: string
}

/**
 * Starts a process on a setting's database and queue, and waits until it is ready.
 * @param setting one without a name begins with an empty folder, as an installation does
 */
export async function startApp(
  setting: Pick<Setting, 'config'> & Partial<Setting>,
  options: Options = {},
): Promise<AppProcess> {
  if (setting.name === 'embedded') await fillDataFolder(setting.config.dataDir)
  const { entry = 'main', env = {}, readyPath = '/readyz' } = options
  const port = options.port ?? (await freePort())
  const baseUrl = `http://localhost:${port}`
  const { child, output } = launch(entry, { ...environmentOf(setting, port), ...env })
  const app = asApp(child, baseUrl, output)
  await ready(child, entry === 'worker' ? null : baseUrl + readyPath, output).catch(async (error) => {
    await app.kill()
    throw error
  })
  return app
}

/** Runs an entry with this environment alone until it ends by itself; for starts that are to fail. */
export async function runToEnd(
  entry: string,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(entry, env)
  const timer = setTimeout(() => child.kill('SIGKILL'), startWithinMs)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code, output: output() }
}

function launch(entry: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [`src/${entry}.ts`], {
    cwd: root,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that failed half-way leaves nothing running.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  return { child, output: () => text }
}

/** All processes of one Stampbridge, behind one address. */
export type Installation = {
  readonly baseUrl: string
  readonly processes: readonly AppProcess[]
  /**
   * SIGKILL to the process of this number, and a new one in its place, ready to work.
   * @param stumbleMs first one that is killed again so soon after its start
   */
  replace(index: number, stumbleMs?: number): Promise<void>
  stop(): Promise<void>
}

/** Web and worker apart where there is Redis, otherwise both in one process. */
export async function startInstallation(
  setting: Setting,
  options: { port?: number; env?: Record<string, string> } = {},
): Promise<Installation> {
  const port = options.port ?? (await freePort())
  const baseUrl = `http://localhost:${port}`
  const env = { ...options.env, BASE_URL: baseUrl }
  const plans: Options[] =
    setting.name === 'postgres+redis'
      ? [
          { entry: 'web', port, env },
          { entry: 'worker', port: await freePort(), env },
        ]
      : [{ entry: 'main', port, env }]
  const processes = await Promise.all(plans.map((plan) => startApp(setting, plan)))
  return {
    baseUrl,
    processes,
    async replace(index, stumbleMs) {
      const plan = plans[index]
      if (!plan) throw new RangeError(`no process ${index}`)
      await processes[index]?.kill()
      if (stumbleMs !== undefined) await stumble(setting, plan, stumbleMs)
      processes[index] = await startApp(setting, plan)
    },
    async stop() {
      await Promise.all(processes.map((each) => each.stop()))
    },
  }
}

async function stumble(setting: Setting, { entry = 'main', port = 0, env }: Options, afterMs: number) {
  const { child, output } = launch(entry, { ...environmentOf(setting, port), ...env })
  await pause(afterMs)
  await asApp(child, '', output).kill()
}

function environmentOf({ config }: Pick<Setting, 'config'>, port: number): Record<string, string> {
  const { url } = config.database
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    BASE_URL: `http://localhost:${port}`,
    DATA_DIR: config.dataDir,
    ADMIN_API_KEY: adminKey,
    LOG_LEVEL: 'info',
    ...(url === undefined ? {} : { DATABASE_URL: url, SECRET_KEY: 'secret-key-of-the-tests-32-characters' }),
    ...(config.redis.url === undefined ? {} : { REDIS_URL: config.redis.url }),
  }
}

/** Dozens of processes are started by the tests: what Node made of the sources is kept from one to the next. */
const compiled = join(tmpdir(), 'stampbridge-test-compiled')

/** Nothing of the developer's own configuration reaches the process. */
function plainEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), NODE_ENV: 'production', NODE_COMPILE_CACHE: compiled }
}

function asApp(child: ChildProcess, baseUrl: string, output: () => string): AppProcess {
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exited = once(child, 'exit')
    child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }
  return {
    baseUrl,
    output,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL')
    },
  }
}

/** A process needs two seconds; a machine that has twenty other things to do, a minute and more. */
const startWithinMs = 150_000

async function ready(child: ChildProcess, url: string | null, output: () => string): Promise<void> {
  const until = Date.now() + startWithinMs
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the process ended with ${child.exitCode ?? child.signalCode}:\n${output()}`)
    if (url === null ? output().includes('worker is ready') : await answers(url)) return
    await pause(50)
  }
  throw new Error(`the process was not ready in time:\n${output()}`)
}

const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )

/**
 * Nobody's at the moment, and below the ports that systems give to outgoing connections, one of which might take it
 * in the seconds that a process needs to start.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000)
    const server = createServer()
    const mine = once(server.listen(port, '127.0.0.1'), 'listening').then(
      () => true,
      () => false,
    )
    if (!(await mine)) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
