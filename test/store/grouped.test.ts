import { describe, expect, it } from 'vitest'
import { askedTogether, grouped } from '../../src/store/grouped.ts'

/** Writes that end when they are told to. */
function held() {
  const written: number[][] = []
  const ends: ((error?: Error) => void)[] = []
  const write = grouped<number>((items) => {
    written.push(items)
    return new Promise((resolve, reject) => {
      ends.push((error) => (error ? reject(error) : resolve()))
    })
  })
  return { written, ends, write }
}

const tick = () => new Promise(setImmediate)

describe('items that are written together', () => {
  it('go at once when alone, and all that come meanwhile with the next write', async () => {
    const { written, ends, write } = held()
    const done: number[] = []
    for (const item of [1, 2, 3]) void write([item]).then(() => done.push(item))
    expect(written).toEqual([[1]])
    ends[0]?.()
    await tick()
    expect(done).toEqual([1])
    expect(written).toEqual([[1], [2, 3]])
    ends[1]?.()
    await tick()
    expect(done).toEqual([1, 2, 3])
    void write([4])
    expect(written.at(-1)).toEqual([4])
  })

  it('fail together, and what comes after them is written all the same', async () => {
    const { written, ends, write } = held()
    const first = write([1])
    const others = Promise.allSettled([write([2]), write([3])])
    ends[0]?.()
    await first
    ends[1]?.(new Error('no connection'))
    expect((await others).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const last = write([4])
    ends[2]?.()
    await last
    expect(written).toEqual([[1], [2, 3], [4]])
  })

  it('go five hundred at a time, those that came in one piece in one', async () => {
    const { written, ends, write } = held()
    void write([0])
    const all = Promise.all(Array.from({ length: 20 }, (_, piece) => write(Array(60).fill(piece))))
    for (let i = 0; written.flat().length < 1201; i++) {
      ends[i]?.()
      await tick()
    }
    ends.at(-1)?.()
    await all
    expect(written.map(({ length }) => length)).toEqual([1, 480, 480, 240])
  })
})

describe('questions that are asked together', () => {
  it('get each its own answer, one that nothing is known of too', async () => {
    const asked: number[][] = []
    const double = askedTogether(async (numbers: number[]) => {
      asked.push(numbers)
      await tick()
      return numbers.map((number) => (number === 3 ? undefined : number * 2))
    }, 4)
    const answers = await Promise.all([1, 2, 3, 2, 5, 6].map(double))
    expect(answers).toEqual([2, 4, undefined, 4, 10, 12])
    // Those that came meanwhile, but no more at once than was said.
    expect(asked).toEqual([[1], [2, 3, 2, 5], [6]])
  })

  it('fail together, and the next are answered all the same', async () => {
    let up = false
    const ask = askedTogether(async (questions: string[]) => {
      if (!up) throw new Error('no connection')
      return questions
    }, 10)
    const failed = await Promise.allSettled([ask('one'), ask('two')])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    up = true
    expect(await ask('three')).toBe('three')
  })
})
