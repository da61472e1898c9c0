import '@shopify/ui-extensions/preact'
import type { Api } from '@shopify/ui-extensions/pos.home.modal.render'
import { render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Attached } from './cart.ts'
import { openDesk, type Screen, start } from './desk.ts'
import type { ShownCoupon } from './shown-card.ts'

declare const shopify: Api

const text = (key: string, values?: Record<string, string | number>): string =>
  shopify.i18n.translate(key, values)

/** Scans the wallet card, or takes what is typed; then shows the card, and puts it and its coupons into the sale. */
function Modal() {
  const [screen, setScreen] = useState<Screen>(start)
  const desk = useMemo(
    () => openDesk({ fetch: (path, init) => fetch(path, init), cart: shopify.cart, show: setScreen }),
    [],
  )
  useEffect(() => {
    const { scannerData } = shopify.scanner
    return scannerData.current.subscribe(({ data }) => {
      if (data) void desk.read(data)
    })
  }, [desk])
  const { view } = screen
  useEffect(() => {
    if (view !== 'scan' || !shopify.scanner.sources.current.value.includes('camera')) return
    shopify.scanner.showCameraScanner()
    return () => shopify.scanner.hideCameraScanner()
  }, [view])
  return (
    <s-page heading={text('modal.heading')}>
      <s-scroll-box>
        <s-box padding="base">{bodyOf(screen, desk)}</s-box>
      </s-scroll-box>
    </s-page>
  )
}

function bodyOf(screen: Screen, desk: ReturnType<typeof openDesk>) {
  switch (screen.view) {
    case 'scan':
      return <Scan notice={screen.notice} onTyped={(typed) => void desk.read(typed)} />
    case 'asking':
      return <s-spinner accessibilityLabel={text('modal.asking')} />
    case 'noted':
      return (
        <s-stack direction="block" gap="base">
          <s-banner tone="warning" heading={text('modal.noted')}>
            {attachedText(screen.attached)}
          </s-banner>
          <s-button onClick={() => desk.again()}>{text('modal.again')}</s-button>
        </s-stack>
      )
    case 'card':
      return <Card screen={screen} desk={desk} />
  }
}

function Scan({ notice, onTyped }: { notice: string | null; onTyped(typed: string): void }) {
  const [typed, setTyped] = useState('')
  return (
    <s-stack direction="block" gap="base">
      {notice && <s-banner tone="critical" heading={text(`notice.${notice}`)} />}
      <s-text>{text('modal.scan')}</s-text>
      <s-text-field
        label={text('modal.type')}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value ?? '')}
      />
      <s-button disabled={typed.trim() === ''} onClick={() => onTyped(typed)}>
        {text('modal.find')}
      </s-button>
    </s-stack>
  )
}

function Card({
  screen: { card, attached, used },
  desk,
}: {
  screen: Extract<Screen, { view: 'card' }>
  desk: ReturnType<typeof openDesk>
}) {
  return (
    <s-stack direction="block" gap="base">
      <s-section heading={card.program}>
        <s-heading>{text('card.stamps', { stamps: card.stamps, goal: card.goal })}</s-heading>
        <s-text>{attachedText(attached)}</s-text>
      </s-section>
      {card.coupons.length > 0 && (
        <s-section heading={text('card.coupons')}>
          {card.coupons.map((coupon) => (
            <Coupon
              key={coupon.id}
              coupon={coupon}
              used={used[coupon.id]}
              onUse={() => void desk.use(coupon.id)}
            />
          ))}
        </s-section>
      )}
      <s-button onClick={() => desk.again()}>{text('modal.again')}</s-button>
    </s-stack>
  )
}

function Coupon({
  coupon,
  used,
  onUse,
}: {
  coupon: ShownCoupon
  used: 'applied' | 'refused' | undefined
  onUse(): void
}) {
  return (
    <s-stack direction="inline" gap="base" justifyContent="space-between" alignItems="center">
      <s-text>{coupon.title}</s-text>
      {used === 'applied' && <s-badge tone="success">{text('coupon.applied')}</s-badge>}
      {used === 'refused' && <s-badge tone="critical">{text('coupon.refused')}</s-badge>}
      {used !== 'applied' &&
        (coupon.code === null ? (
          <s-badge tone="neutral">{text('coupon.elsewhere')}</s-badge>
        ) : (
          <s-button variant="primary" onClick={onUse}>
            {text('coupon.use')}
          </s-button>
        ))}
    </s-stack>
  )
}

const attachedText = (attached: Attached): string =>
  text(attached.ok ? `attached.${attached.customer}` : `attached.${attached.reason}`)

export default () => render(<Modal />, document.body)
