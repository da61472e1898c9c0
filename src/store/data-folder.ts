import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The folder of an embedded installation, held by one process. */
export type DataFolder = {
  path: string
  /** Lets another process have it. Idempotent. */
  close(): Promise<void>
}

/**
 * Takes the folder for this process; made when it is missing, for its owner's eyes only. The embedded database has no
 * lock of its own: two processes on one folder would ruin it. A process that died left its claim behind, which is
 * recognised and taken over.
 * @throws Error of one sentence when a living process holds it.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  await chmod(path, 0o700)
  const lock = join(path, 'pid')
  await claim(path, lock)
  let closed = false
  return {
    path,
    async close() {
      if (closed) return
      closed = true
      await rm(lock, { force: true })
    },
  }
}

async function claim(path: string, lock: string): Promise<void> {
  const mine = `${process.pid} ${await startOf(process.pid)} ${randomBytes(8).toString('hex')}`
  if (await createWith(lock, mine)) return
  const holder = await readFile(lock, 'utf8')
  const pid = Number.parseInt(holder, 10)
  if (await isAlive(pid, holder))
    throw new Error(`the data folder ${path} is in use by process ${pid}: stop it or set DATA_DIR`)
  await rm(lock, { force: true })
  const taken = await createWith(lock, mine)
  // Another process may be taking over the same dead claim: whoever wrote last has it.
  await pause(100)
  if (!taken || (await readFile(lock, 'utf8').catch(() => '')) !== mine)
    throw new Error(`the data folder ${path} was taken by another process: stop it or set DATA_DIR`)
}

/** A process id alone is not enough: after a restart, above all in a container, it may mean somebody else. */
async function isAlive(pid: number, holder: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return !(await isZombie(pid)) && holder.startsWith(`${pid} ${await startOf(pid)} `)
}

/** Killed, and not yet noticed by its parent: it holds nothing any more. False where there is no /proc. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}

/** When the process began, in a form that no other process of this machine shares; a constant where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    // Fields after the command, which stands in brackets and may hold anything; the twentieth is the start (proc(5)).
    return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return 'unknown'
  }
}

async function createWith(file: string, content: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(content).finally(() => handle.close())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Text of a secret kept in a file of the data folder; made at the first call ever, the same for ever after. Of several
 * processes that make it at once, one does.
 */
export async function keptSecret(folder: string, name: 'secret-key' | 'admin-key'): Promise<string> {
  const file = join(folder, name)
  const known = await readSecret(file)
  if (known !== null) return known
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Complete before it has its name: a key that is lost half-way would lock its owner out.
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`)
  await handle.sync().finally(() => handle.close())
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  const made = await readSecret(file)
  if (made === null) throw new Error(`${file} could not be made`)
  return made
}

async function readSecret(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  if (text.trim() !== '') return text.trim()
  throw new Error(`${file} is empty: restore it from a backup, or delete it to begin with a new key`)
}
