import { expect, it } from 'vitest'
import { deviceOf } from '../../../src/http/pages/device.ts'

const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'

it.each([
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) ${safari}`, 'iphone', false],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) ${safari} [FBAN/FBIOS;FBAV/500.0]`,
    'iphone',
    true,
  ],
  ['Mozilla/5.0 (Linux; Android 16; Pixel 10) Chrome/141.0 Mobile Safari/537.36', 'android', false],
  [
    'Mozilla/5.0 (Linux; Android 16) Chrome/141.0 Mobile Safari/537.36 musical_ly_2024 BytedanceWebview',
    'android',
    true,
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15', 'mac', false],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0', 'desktop', false],
  [undefined, 'desktop', false],
])('%s', (userAgent, device, inApp) => {
  expect(deviceOf(userAgent)).toEqual({ device, inApp })
})
