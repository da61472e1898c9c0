/** Words of what is printed with a join QR on it, and of the console's room for it. */
export const placementsEn = {
  /** On paper. Numbers stay with what they count: a line is not broken between them. */
  paper: {
    rule: (earn: string, goal: number) =>
      `${earn}. At\u00a0${goal}\u00a0${goal === 1 ? 'stamp' : 'stamps'}, the reward is yours.`,
    scan: 'Scan with your phone’s camera',
    easy: 'Your stamp card is on your phone in seconds. No app, no form.',
  },
  intro:
    'Each sheet has a QR code of its own, so that you see which place brings cards. PDFs are ready for a print shop: 3 mm bleed, crop marks, vector codes, embedded fonts.',
  program: 'Program',
  where: 'Place',
  whereHint: 'A place of your own counts for all sheets.',
  usual: 'Each sheet’s own',
  language: 'Language of the sheets',
  languageHint: 'Rewards and names stay as you wrote them.',
  show: 'Show',
  kinds: {
    'counter-card': 'Counter card',
    'table-tent': 'Table tent',
    'receipt-footer': 'Foot of the receipt',
    'label-round': 'Round labels',
    'label-square': 'Square labels',
    'bag-insert': 'Bag insert',
    'window-poster': 'Window poster',
  },
  about: {
    'counter-card': 'A5, 148 × 210 mm. For a stand beside the till.',
    'table-tent': '105 × 296 mm, folded in the middle to two sides in A6.',
    'receipt-footer': 'For 80 mm paper, black on white. The picture has the 576 dots of a receipt printer.',
    'label-round': 'Twelve of 60 mm on A4; the picture is a single one.',
    'label-square': 'Twelve of 60 mm on A4; the picture is a single one.',
    'bag-insert': 'A6, 105 × 148 mm. Goes into bags and parcels.',
    'window-poster': 'A3, 297 × 420 mm. Read from across the pavement.',
  },
  preview: (sheet: string) => `Preview: ${sheet}`,
  counted: (views: string, joins: string) => `${views} viewed · ${joins} joined`,
  download: (sheet: string, format: string) => `${sheet} as ${format}`,
  all: 'Where cards come from',
  allHint: 'Viewed: the page behind the code was opened. Joined: a card was made there.',
  none: 'Nothing was scanned yet. Put a sheet up, and its scans are counted here.',
  places: {
    counter: 'Counter',
    table: 'Table',
    receipt: 'Receipt',
    packaging: 'Packaging',
    bag: 'Bag',
    window: 'Window',
  },
  codeOnly: 'Code alone (SVG)',
  own: 'A place of your own',
  ownName: 'Name',
  ownHint: 'For example “Terrace”. Its sheets get a code that is counted apart.',
  add: 'Add place',
  remove: 'Remove',
  sheets: 'Sheets',
  full: 'There are 50 places already. Remove one first.',
  unprintable: (signs: string) =>
    `Print has no letters for ${signs}: they are left out on every sheet. It has Latin, Greek, Cyrillic, Arabic and Hebrew letters; write the shop’s name and the reward in one of these.`,
  noProgram: 'There is no running program to join yet.',
  toPrograms: 'To the programs',
}

export type PlacementsTexts = typeof placementsEn
