import type { Reward } from './program.ts'

/** What a till does not see to, so that people have to. */
export type TillLimit =
  /** Nobody checks the code: the cashier picks a discount from a list. */
  | 'code-unchecked'
  /** Nothing in the till stops a second use. */
  | 'not-once'
  /** The till does not know the end; the discount is deleted when it comes. */
  | 'no-end'
  | 'no-min-basket'
  /** Other discounts may be put on the same sale. */
  | 'combines'
  /** The discount is not bound to the product. */
  | 'any-product'
  /** Every piece of the product in the sale becomes free. */
  | 'every-piece'
  /** The till asks what a code is worth; what it makes of the answer is its own affair. */
  | 'as-asked'
  /** Codes made elsewhere: what they take off and when is set there. */
  | 'set-elsewhere'
  /** One code for everybody: a till that does not count uses takes it again and again. */
  | 'shared-code'

type Till = 'shopify' | 'square' | 'open'

/** What of a reward's promise `till` cannot enforce; nothing for rewards that are not used by a code. */
export function unenforced(till: Till, reward: Omit<Reward, 'id'>): TillLimit[] {
  if (reward.kind !== 'redeem_code') return []
  if (reward.codeSource === 'shared') return ['shared-code', 'set-elsewhere']
  if (reward.codeSource === 'pool') return ['set-elsewhere']
  const { discount, limits = {} } = reward
  const product = discount !== undefined && 'productIds' in discount
  switch (till) {
    case 'shopify':
      return product && !discount.worth ? ['every-piece'] : []
    case 'square':
      return [
        'code-unchecked',
        'not-once',
        ...when(reward.expiresAt !== undefined || reward.expiresAfterDays !== undefined, 'no-end'),
        ...when(limits.minBasket !== undefined, 'no-min-basket'),
        ...when(limits.combinable !== true, 'combines'),
        ...when(product, 'any-product'),
      ]
    case 'open':
      return ['as-asked']
  }
}

const when = (condition: boolean, limit: TillLimit): TillLimit[] => (condition ? [limit] : [])
