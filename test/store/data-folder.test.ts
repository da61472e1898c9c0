import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { keptSecret, openDataFolder } from '../../src/store/data-folder.ts'

const permissions = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('data folder', () => {
  let path: string
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'stampbridge-folder-')), 'data')
  })

  it('keeps what it makes for its owner alone, and the same secrets for ever', async () => {
    const first = await openDataFolder(path)
    const secrets = [await keptSecret(first.path, 'secret-key'), await keptSecret(first.path, 'admin-key')]
    expect(new Set(secrets).size).toBe(2)
    expect(secrets[0]).toHaveLength(43)
    await first.close()
    const second = await openDataFolder(path)
    expect([await keptSecret(second.path, 'secret-key'), await keptSecret(second.path, 'admin-key')]).toEqual(
      secrets,
    )
    expect([await permissions(path), await permissions(`${path}/secret-key`)]).toEqual(['700', '600'])
    await second.close()
  })

  it('is refused to a second process, and names the first', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '-e', holdFolder], {
      env: { ...process.env, FOLDER: path },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    await expect(openDataFolder(path)).rejects.toThrow(
      `the data folder ${path} is in use by process ${holder.pid}: stop it or set DATA_DIR`,
    )
    const ended = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await ended
    await (await openDataFolder(path)).close()
  })

  it('is refused to the same process while it is open', async () => {
    const folder = await openDataFolder(path)
    await expect(openDataFolder(path)).rejects.toThrow('in use by process')
    await folder.close()
  })

  it('is taken over when the process id now means another process', async () => {
    await (await openDataFolder(path)).close()
    await writeFile(`${path}/pid`, `${process.ppid} earlier-boot/123 0`)
    const folder = await openDataFolder(path)
    expect(await readFile(`${path}/pid`, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
    await folder.close()
  })

  it('goes to one of many that start at once over a dead claim', async () => {
    await (await openDataFolder(path)).close()
    const dead = spawnSync(process.execPath, ['-e', '0']).pid
    await writeFile(`${path}/pid`, `${dead} unknown 0`)
    const starts = await Promise.allSettled([1, 2, 3, 4].map(() => openDataFolder(path)))
    expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses to replace a secret that was emptied', async () => {
    const folder = await openDataFolder(path)
    await writeFile(`${path}/secret-key`, '')
    await expect(keptSecret(folder.path, 'secret-key')).rejects.toThrow('is empty: restore it')
    await folder.close()
  })
})

const holdFolder = `
  const { openDataFolder } = await import(${JSON.stringify(new URL('../../src/store/data-folder.ts', import.meta.url).href)})
  await openDataFolder(process.env.FOLDER)
  console.log('held')
  process.stdin.resume()
`
