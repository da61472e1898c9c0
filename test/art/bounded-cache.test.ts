import { expect, test } from 'vitest'
import { createBoundedCache } from '../../src/art/bounded-cache.ts'

const counted = () => {
  let made = 0
  const cache = createBoundedCache<string>(10, (value) => value.length)
  const get = (key: string, value = key) =>
    cache.get(key, async () => {
      made += 1
      return value
    })
  return { cache, get, made: () => made }
}

test('what is asked for at once is made once', async () => {
  const { get, made } = counted()
  expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(['a', 'a', 'a'])
  expect(made()).toBe(1)
})

test('keeps no more than its weight; what was used least recently goes', async () => {
  const { get, made } = counted()
  for (const key of ['aaaa', 'bbbb', 'aaaa', 'cccc']) await get(key)
  expect(made()).toBe(3)
  await get('aaaa')
  expect(made()).toBe(3)
  await get('bbbb')
  expect(made()).toBe(4)
})

test('what took long to make is no older than what was made meanwhile', async () => {
  const { cache, get, made } = counted()
  const slow = Promise.withResolvers<string>()
  const first = cache.get('slow', () => slow.promise)
  for (const key of ['bbbb', 'cccc']) await get(key)
  slow.resolve('aaaa')
  await first
  await get('dddd')
  expect(made()).toBe(3)
  expect(await get('slow')).toBe('aaaa')
  expect(made()).toBe(3)
})

test('what is too heavy is made every time, and a failure is not kept', async () => {
  const { cache, get, made } = counted()
  await get('heavy', 'x'.repeat(11))
  await get('heavy', 'x'.repeat(11))
  expect(made()).toBe(2)
  await expect(cache.get('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await get('bad', 'ok')).toBe('ok')
})

test('goes on as before when thousands have come and gone', async () => {
  const { cache, get, made } = counted()
  const slow = Promise.withResolvers<string>()
  const first = cache.get('slow', () => slow.promise)
  for (let number = 10_000; number < 13_000; number++) await get(String(number))
  expect(made()).toBe(3000)
  await Promise.all([get('12998'), get('12999')])
  expect(made()).toBe(3000)
  expect(cache.get('slow', () => Promise.reject(new Error('asked twice')))).toBe(first)
  slow.resolve('done')
  expect(await first).toBe('done')
  expect(await get('12000')).toBe('12000')
  expect(made()).toBe(3001)
})
