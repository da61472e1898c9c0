/** Words of the console's export. */
export const exportEn = {
  intro:
    'Everything is yours: take it along whenever you like, as tables for a spreadsheet or as JSON for programs.',
  what: 'What',
  all: 'Everything, as one archive',
  kinds: {
    cards: 'Cards',
    ledger: 'Stamp ledger',
    coupons: 'Coupons',
    redemptions: 'Redemptions',
    orders: 'Orders',
    scans: 'Scans',
    claims: 'Claims',
    audit: 'Audit log',
  } as Record<string, string>,
  rows: (count: number, n: string) => `${n} ${count === 1 ? 'row' : 'rows'}`,
  rowsMore: (n: string) => `more than ${n} rows`,
  format: 'Format',
  formats: { csv: 'CSV', json: 'JSON' } as Record<string, string>,
  formatHints: {
    csv: 'For Excel, Numbers, Google Sheets.',
    json: 'For programs.',
  } as Record<string, string>,
  personal: 'With names, e-mail addresses, telephone numbers and birthdays',
  personalHint:
    'Of those customers who told them, in the table of cards. It is noted in the audit log. Keep the file safe, and delete it when it has served.',
  prepare: 'Prepare the export',
  run: {
    title: 'Your export',
    label: 'How much is written',
    states: {
      ordered: 'Ready. The file is written while it downloads, and is kept nowhere here.',
      running: 'Being written and downloaded. Keep the browser open; you may leave this page.',
      done: 'Complete: the whole file was sent to your browser.',
      stopped: 'The download broke off, so the file is not complete. Start it again.',
      over: 'This export was ordered more than an hour ago. Order a new one.',
    } as Record<string, string>,
    rows: (count: number, n: string) => `${n} ${count === 1 ? 'row' : 'rows'}`,
    rowsOf: (n: string, all: string) => `${n} of ${all} rows`,
    start: 'Start the download',
    again: 'Download again',
    another: 'New export',
  },
  note: (zone: string) =>
    `Times are given in UTC and as the clock shows them in ${zone}; money in the smallest unit of its currency. Large exports take some minutes: the download goes on while you work.`,
}

export type ExportTexts = typeof exportEn
