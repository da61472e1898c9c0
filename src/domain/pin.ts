/** What a PIN may be: 4 to 8 digits, not all the same, and not one after another as on a keypad (1234, 8765). */
export function isGoodPin(pin: string): boolean {
  if (!/^\d{4,8}$/.test(pin)) return false
  const steps = Array.from(pin.slice(1), (digit, index) => Number(digit) - Number(pin[index]))
  return ![-1, 0, 1].some((step) => steps.every((each) => each === step))
}
