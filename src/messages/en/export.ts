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
  rows: (n: string) => `${n} rows`,
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
  download: 'Download',
  note: (zone: string) =>
    `Times are given in UTC and as the clock shows them in ${zone}; money in the smallest unit of its currency. Large exports take some minutes: the download goes on while you work.`,
}

export type ExportTexts = typeof exportEn
