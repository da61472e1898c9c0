import { describe, expect, it } from 'vitest'
import { type ContactKind, normalContact } from '../../src/domain/contact.ts'

describe('the one way of writing a contact', () => {
  it.each<[ContactKind, string, string | null, string]>([
    ['email', 'ada@example.com', 'ada@example.com', 'as it is'],
    ['email', ' Ada@Example.COM\n', 'ada@example.com', 'case and blanks around it do not matter'],
    ['email', 'ａda@example.com', 'ada@example.com', 'wide letters are the same letters'],
    ['email', 'ada.l+cafe@example.com', 'ada.l+cafe@example.com', 'dots and tags may be another person'],
    ['email', 'ada', null, 'no address'],
    ['email', 'a da@example.com', null, 'no address'],
    ['email', 'x ada@example.com', null, 'more than an address'],
    ['email', 'ada@example@com', null, 'no address'],
    ['phone', '+49 30 123456', '+4930123456', 'blanks do not matter'],
    ['phone', '+49 (0)30/12-34.56', '+4930123456', 'the zero is for calls from inside'],
    ['phone', '0049 30 123456', '+4930123456', 'two zeros lead abroad'],
    ['phone', '030 123456', null, 'without the country it may be anybody’s'],
    ['phone', '+0030 123456', null, 'no country begins with zero'],
    ['phone', '+491234', null, 'too short'],
    ['phone', '+4912345', '+4912345', 'just long enough'],
    ['phone', '+123456789012345', '+123456789012345', 'fifteen digits at most'],
    ['phone', '+1234567890123456', null, 'too long'],
    ['phone', 'call +4930123456', null, 'more than a number'],
    ['phone', '+4930123456x2', null, 'an extension is somebody else'],
  ])('%s %j is %j: %s', (kind, value, expected) => {
    expect(normalContact({ kind, value })).toBe(expected)
  })
})
