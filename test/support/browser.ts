/** A browser without a screen: cookies, forms, and no following of redirects. */
export type PlainBrowser = {
  open(path: string): Promise<PageAnswer>
  /** Sends a form as it stands on the page opened last, with these fields filled in. */
  send(
    path: string,
    fields: Record<string, string>,
    file?: { name: string; text: string },
  ): Promise<PageAnswer>
  /** Sends a form with files as it is. */
  upload(path: string, form: FormData): Promise<PageAnswer>
  bytes(path: string): Promise<{ status: number; type: string; body: Buffer }>
}
export type PageAnswer = { status: number; location: string; text: string }

/** @param signIn address of a one-time link */
export async function signedInBrowser(
  baseUrl: string,
  signIn: string,
  language = 'en',
): Promise<PlainBrowser> {
  const first = await fetch(signIn, { redirect: 'manual' })
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const headers = { cookie, 'accept-language': language }
  let csrf = ''
  const answer = async (response: Response): Promise<PageAnswer> => {
    const text = await response.text()
    csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf
    return { status: response.status, location: response.headers.get('location') ?? '', text }
  }
  return {
    open: async (path) => answer(await fetch(baseUrl + path, { headers, redirect: 'manual' })),
    async send(path, fields, file) {
      const all = { csrf, ...fields }
      const form = new FormData()
      for (const [name, value] of Object.entries(all)) form.set(name, value)
      if (file) form.set('file', new Blob([file.text], { type: 'text/csv' }), file.name)
      const body = file || path.endsWith('/import') ? form : new URLSearchParams(all)
      return answer(await fetch(baseUrl + path, { method: 'POST', headers, body, redirect: 'manual' }))
    },
    upload: async (path, form) =>
      answer(await fetch(baseUrl + path, { method: 'POST', headers, body: form, redirect: 'manual' })),
    async bytes(path) {
      const response = await fetch(baseUrl + path, { headers })
      const body = Buffer.from(await response.arrayBuffer())
      return { status: response.status, type: response.headers.get('content-type') ?? '', body }
    },
  }
}
