/**
 * Natural batching: one write is in flight, and the next takes all that has come meanwhile. A lone item is written at
 * once. An item is done when its write is; one that fails fails for all that went with it.
 * @param most items of one write: no statement grows without bound
 */
export function grouped<T>(
  write: (items: T[]) => Promise<void>,
  most = 500,
): (items: readonly T[]) => Promise<void> {
  type Waiting = { items: readonly T[]; resolve: () => void; reject: (error: unknown) => void }
  const waiting: Waiting[] = []
  let writing = false

  async function flush(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const batch = takeUpTo(most)
      try {
        await write(batch.flatMap(({ items }) => items))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    writing = false
  }

  /** At least one: what came in one piece is written in one. */
  function takeUpTo(limit: number): Waiting[] {
    let count = 0
    const end = waiting.findIndex(({ items }, index) => {
      count += items.length
      return index > 0 && count > limit
    })
    return waiting.splice(0, end < 0 ? waiting.length : end)
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject })
      if (!writing) void flush()
    })
}

/**
 * The same for questions, each with its own answer: thousands may be asked at once, and take one connection.
 * @param ask answers in the order of the questions
 */
export function askedTogether<Question, Answer>(
  ask: (questions: Question[]) => Promise<Answer[]>,
  most: number,
): (question: Question) => Promise<Answer> {
  type Asked = { question: Question; answer?: Answer }
  const askAll = grouped<Asked>(async (asked) => {
    const answers = await ask(asked.map(({ question }) => question))
    asked.forEach((each, index) => {
      each.answer = answers[index]!
    })
  }, most)
  return async (question) => {
    const asked: Asked = { question }
    await askAll([asked])
    return asked.answer!
  }
}
