import type { FailureTexts } from '../failure-texts.ts'

export const failuresEn: FailureTexts = {
  reasons: {
    unreachable: (name) => `${name} could not be reached.`,
    trouble: (name) => `${name} is having trouble.`,
    throttled: (name) => `${name} takes no more calls just now.`,
    busy: (name) => `${name} is still busy with other work of ours.`,
    'sign-in': (name) => `${name} asks for a new sign-in.`,
    'no-permission': (name) => `${name} does not allow this: a permission is missing.`,
    closed: (name) => `${name} says that the shop is closed, locked or unknown.`,
    reward: (name) => `${name} cannot make this reward: look in the program at what it takes off.`,
    currency: (name) => `${name} sells in another currency than the reward’s.`,
    'code-taken': (name) => `${name} has another discount with this code: give a new coupon.`,
    refused: (name) => `${name} refused it.`,
    'not-understood': (name) => `${name} gave an answer that was not understood.`,
    'own-fault': () => 'Something failed on our side. It is tried again.',
  },
  till: 'The till',
  changed: (what) => `Changed: ${what}`,
  changes: {
    code: 'code',
    'limit of uses': 'limit of uses',
    end: 'end',
    worth: 'worth',
    products: 'products',
    'minimum basket': 'minimum basket',
    'kind of discount': 'kind of discount',
    locations: 'locations',
    name: 'name',
  },
}
