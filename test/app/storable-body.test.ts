import { expect, it } from 'vitest'
import { storableBody } from '../../src/app/storable-body.ts'

const read = (json: string): unknown => JSON.parse(storableBody(Buffer.from(json)).toString('utf8'))

it.each([
  ['a NUL', String.raw`"a\u0000b"`, 'ab'],
  ['the first half of a character, cut off', String.raw`"Cake \ud83d"`, 'Cake \ufffd'],
  ['a second half alone, in capitals', String.raw`"\uDE00 Cake"`, '\ufffd Cake'],
  ['two first halves', String.raw`"\ud83d\ud83d\ude00"`, '\ufffd😀'],
  ['a half before another escape', String.raw`"\ud83d\n\u00e9"`, '\ufffd\né'],
  ['a NUL within a pair', String.raw`"\ud83d\u0000\ude00"`, '\ufffd\ufffd'],
])('mends %s', (_what, json, text) => {
  expect(read(json)).toBe(text)
})

it.each([
  ['a whole character', String.raw`"\ud83d\ude00 \uD83D\uDE00"`],
  ['an escaped backslash before what looks like one', String.raw`"C:\\u0000 \\\\ud83d \\ud800"`],
  ['plain text', '"Käsekuchen 😀"'],
])('leaves %s alone', (_what, json) => {
  expect(storableBody(Buffer.from(json)).toString('utf8')).toBe(json)
})

it('leaves bytes that are no text alone', () => {
  const body = Buffer.from([0xff, 0x00, 0xfe])
  expect(storableBody(body)).toBe(body)
})
