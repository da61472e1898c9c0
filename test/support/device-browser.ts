/** A browser of few words: keeps cookies, knows the form token of the page it saw last, follows nothing. */
export type DeviceBrowser = {
  open(path: string): Promise<{ status: number; text: string; headers: Headers }>
  /** Posts a form as the page last seen would. */
  press(
    path: string,
    fields?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>
  /** Posts JSON as its scripts would. */
  send(path: string, body: object): Promise<{ status: number; body: unknown }>
  /** Value of a hidden field of the page last seen. */
  hidden(name: string): string
}

export function openDevice(baseUrl: string): DeviceBrowser {
  const cookies = new Map<string, string>()
  let seen = ''
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, 'accept-language': 'en-IE', ...init.headers }
    const answer = await fetch(baseUrl + path, { ...init, headers, redirect: 'manual' })
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    return answer
  }
  const page = async (answer: Response) => {
    const text = await answer.text()
    if (text.includes('<html')) seen = text
    return { status: answer.status, text, headers: answer.headers }
  }
  const hidden = (name: string) =>
    new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(seen)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const csrf = () => hidden('csrf')
  return {
    hidden,
    open: async (path) => page(await ask(path)),
    press: async (path, fields = {}) =>
      page(await ask(path, { method: 'POST', body: new URLSearchParams({ csrf: csrf(), ...fields }) })),
    async send(path, body) {
      const answer = await ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ csrf: csrf(), ...body }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
    },
  }
}

/** What the page answered at a glance: tone, title and the lines below. */
export function answerIn(text: string): { tone: string; words: string } | null {
  const said =
    /<div id="said"[^>]*>(.*?)<\/div><div id="live">|<div id="said"[^>]*>(.*?)<div class="counter-ready"/s.exec(
      text,
    )
  const panel = said?.[1] ?? said?.[2] ?? ''
  const tone = /data-tone="(\w+)"/.exec(panel)?.[1]
  const words = panel
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return tone ? { tone, words } : null
}
