/**
 * One push at a time for each phone. What is asked for while one is under way is answered by one more after it, however
 * often it was asked: the phone then fetches everything that has changed. Not by the one under way, because the phone
 * may have asked already what has changed, just before this change.
 */
export function coalesced<Result>(
  push: (pushToken: string) => Promise<Result>,
): (pushToken: string) => Promise<Result> {
  const underWay = new Map<string, { done: Promise<unknown>; next?: Promise<Result> }>()

  function start(pushToken: string): Promise<Result> {
    const pushed = push(pushToken)
    const turn = { done: pushed }
    underWay.set(pushToken, turn)
    const end = () => {
      if (underWay.get(pushToken) === turn) underWay.delete(pushToken)
    }
    pushed.then(end, end)
    return pushed
  }

  return (pushToken) => {
    const turn = underWay.get(pushToken)
    if (!turn) return start(pushToken)
    const again = () => start(pushToken)
    turn.next ??= turn.done.then(again, again)
    return turn.next
  }
}
