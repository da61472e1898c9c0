/** After so many milliseconds a call that nobody answered has been carried out, or never will be. */
export const lateMs = 60_000

/** Which of the things that Google was given are to be given once more. */
export type Again = 'card' | 'card-and-class'

/** The key under which a card is owed once more; a plain card's id is its own key. */
export const againKey = (cardId: string, again: Again): string => `${cardId}/again/${again}`

export function againOf(key: string): { cardId: string; again: Again | null } {
  const [cardId = '', , again] = key.split('/')
  return { cardId, again: again === 'card' || again === 'card-and-class' ? again : null }
}
