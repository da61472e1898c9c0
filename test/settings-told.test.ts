import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { settingNames } from '../src/config.ts'

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')
const sorted = (names: Iterable<string>) => [...new Set(names)].sort()

describe('settings as operators are told of them', () => {
  it('has every variable in the table of README.md, and no other', async () => {
    const readme = await read('README.md')
    const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('## Connecting a till'))
    const told = table.split('\n').flatMap((line) => {
      const [, cell = ''] = line.split('|')
      return [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name)
    })
    expect(sorted(told)).toEqual(sorted(settingNames))
  })

  it('has every variable in .env.example, and no other', async () => {
    const example = await read('.env.example')
    const told = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name)
    expect(sorted(told)).toEqual(sorted(settingNames))
  })
})
