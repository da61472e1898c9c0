/** What is drawn on a stamp, as lines around the origin: a check, and a parcel where something is earned. */
export const checkLines = { path: 'M-19 1.5 L-6 14.5 L20 -13', width: 9.5 }

export const giftLines = {
  path: [
    'M-18.5 -10 H18.5 A2.5 2.5 0 0 1 21 -7.5 V-1.5 A2.5 2.5 0 0 1 18.5 1 H-18.5 A2.5 2.5 0 0 1 -21 -1.5 V-7.5 A2.5 2.5 0 0 1 -18.5 -10 Z',
    'M-17 1 V19.5 a3 3 0 0 0 3 3 H14 a3 3 0 0 0 3 -3 V1',
    'M0 -10 V22.5',
    'M0 -10 C-4 -22 -17 -24 -17 -16.5 C-17 -10.5 -8 -10 0 -10 C8 -10 17 -10.5 17 -16.5 C17 -24 4 -22 0 -10 Z',
  ].join(' '),
  width: 4.6,
}
