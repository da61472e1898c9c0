import type { CodeWords } from '../code-texts.ts'

const codes = (n: number) => (n === 1 ? 'One coupon’s code' : `${n} coupons’ codes`)
const wait = (n: number) => (n === 1 ? 'one coupon waits' : `${n} coupons wait`)

export const codeWordsEn: CodeWords = {
  limits: {
    'code-unchecked':
      'The till does not check the code: the cashier picks the discount that is named after it.',
    'not-once':
      'The till does not stop a second use. Stampbridge deletes the discount at the first sale, and tells you of any further one.',
    'no-end': 'The till does not know when the coupon ends. Stampbridge deletes the discount then.',
    'no-min-basket': 'The till does not check the minimum amount: the cashier has to.',
    combines: 'The till does not stop other discounts on the same sale.',
    'any-product': 'The till does not tie the discount to the product: the cashier puts it on the right one.',
    'every-piece':
      'Every piece of the product in the sale becomes free. Say what one is worth, and no more is taken off.',
    'as-asked': 'The till asks what a code is good for. What it makes of the answer is up to it.',
    'set-elsewhere':
      'The codes were made in another system: what they take off, how often and until when is set there.',
    'shared-code':
      'All coupons show the same code. Whoever knows it can use it, as often as the till allows.',
  },
  alerts: {
    down: (till, n) =>
      `${till} cannot be reached: ${wait(n)} for a code. All are made when it is back; nothing is lost.`,
    deleted: (till, n) => `${codes(n)} deleted in ${till}, again after being remade. Repair or revoke.`,
    paused: (till, n) => `${codes(n)} switched off in ${till}. Repair or revoke.`,
    edited: (till, n) => `${codes(n)} changed in ${till}. Repair to set back what was promised, or leave it.`,
    used: (till, n) =>
      `${codes(n)} used up in ${till}, but no sale with it came in. Look for the sale, or revoke.`,
    taken: (till, n) =>
      `${codes(n)} deleted in ${till} and the name is taken by another discount. Revoke and give a new coupon.`,
    refused: (till, n) =>
      `${till} would not make ${n === 1 ? 'a code' : `${n} codes`}. See the reason, put it right, and connect the till again.`,
    low: (reward, free, days) =>
      days === null
        ? `Only ${free} codes are left for “${reward}”. Import more.`
        : `${free} codes are left for “${reward}”: enough for about ${days} days. Import more.`,
    dry: (reward, n) =>
      `No codes are left for “${reward}”: ${wait(n)}. They are filled first when you import more.`,
  },
}
