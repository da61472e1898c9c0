import type { Device } from '../../pages/wallet-buttons.ts'

/** Facebook, Messenger, Instagram, TikTok, Snapchat, LinkedIn, Line, WeChat, Pinterest and X: none of them opens a pass. */
const appBrowsers =
  /FBAN|FBAV|FB_IAB|Instagram|musical_ly|TikTok|BytedanceWebview|Snapchat|LinkedInApp|\bLine\/|MicroMessenger|Pinterest|Twitter for|\bGSA\//i

/** What a browser says of itself. An iPad says it is a Mac, so a Mac is offered both wallets and the QR. */
export function deviceOf(userAgent: string | undefined): { device: Device; inApp: boolean } {
  const text = (userAgent ?? '').slice(0, 1000)
  return { device: kindOf(text), inApp: appBrowsers.test(text) }
}

function kindOf(userAgent: string): Device {
  if (/iPhone|iPod|iPad/.test(userAgent)) return 'iphone'
  if (/Android/.test(userAgent)) return 'android'
  return /Macintosh/.test(userAgent) ? 'mac' : 'desktop'
}
