import { expect, it } from 'vitest'
import { speechFor } from '../../../src/messages/messages.ts'
import { Checkbox, Choices, Field, Form, Select, TextArea } from '../../../src/pages/console/form.ts'
import type { ConsoleContext } from '../../../src/pages/console/frame.ts'
import { type Child, html, renderFragment } from '../../../src/pages/html.ts'

const refused = (errors: Record<string, string>, language = 'en') => {
  const form = { values: {}, errors }
  const context = { speech: speechFor(language), csrf: 'token' } as ConsoleContext
  const choices = [
    { value: 'a', label: 'First' },
    { value: 'b', label: 'Second' },
  ]
  const shown = renderFragment(
    Form(context, {
      ...{ action: '/console/x', form, submit: 'Save' },
      body: html`<div class="fields">${Field(form, { name: 'stamps', label: 'Stamps', hint: 'Of each code' })}</div>
        ${TextArea(form, { name: 'note', label: 'Note' })} ${Select(form, { name: 'till', label: 'Till', choices })}
        ${Choices(form, { name: 'kind', label: 'Kind', choices })}
        ${Checkbox(form, { name: 'sure', label: 'I am sure', hint: 'No way back' })}`,
    }),
  )
  const links = [...shown.matchAll(/<li><a href="#([^"]+)">([^<]+)<\/a><\/li>/g)]
  return { shown, links: links.map(([, id, words]) => [id, words]) }
}

it('calls each wrong field by its label and leads to an element that is there', () => {
  // In whatever order they were found, they are named as the form has them.
  const wrong = { kind: 'No.', stamps: 'No.', note: 'No.', sure: 'No.', till: 'No.' }
  const { shown, links } = refused(wrong)
  expect(links).toEqual([
    ['field-stamps', 'Stamps: No.'],
    ['field-note', 'Note: No.'],
    ['field-till', 'Till: No.'],
    ['field-kind', 'Kind: No.'],
    ['field-sure', 'I am sure: No.'],
  ])
  for (const [id] of links)
    expect(shown).toMatch(new RegExp(`<(input|textarea|select) id="${id}"|type="checkbox" id="${id}"`))
})

it('says which of several alike a field belongs to, and nothing where there is only one', () => {
  const form = { values: {}, errors: { 'm0-title': 'No.', 'm1-title': 'No.', 'm1-kind': 'No.' } }
  const choices = [{ value: 'a', label: 'First' }]
  const reward = (index: number, legend: string, unseen = false) =>
    html`<fieldset class="sheet reward">
      <legend class=${unseen ? 'unseen' : null}>${legend}</legend>
      ${Field(form, { name: `m${index}-title`, label: 'Title' })}
      ${Choices(form, { name: `m${index}-kind`, label: 'Kind', choices })}
    </fieldset>`
  const said = (body: Child) => {
    const context = { speech: speechFor('en'), csrf: 'token' } as ConsoleContext
    const shown = renderFragment(Form(context, { action: '/console/x', form, submit: 'Save', body }))
    return [...shown.matchAll(/<li>(?:<a[^>]+>)?([^<]+)/g)].map(([, words]) => words)
  }
  expect(said([reward(0, 'Reward 1'), reward(1, 'Reward 2')])).toEqual([
    'Reward 1 · Title: No.',
    'Reward 2 · Title: No.',
    'Reward 2 · Kind: No.',
  ])
  expect(said(reward(0, 'Reward 1', true))).toContain('Title: No.')
})

it('puts a space before the colon in French', () => {
  expect(refused({ stamps: 'Non.' }, 'fr').links).toEqual([['field-stamps', 'Stamps\u00a0: Non.']])
})

it('links nothing that concerns the whole form or a field that the form does not show', () => {
  const { shown, links } = refused({ '': 'Changed meanwhile.', elsewhere: 'Not here.' })
  expect(links).toEqual([])
  expect(shown).toContain('<li>Changed meanwhile.</li>')
  expect(shown).toContain('<li>Not here.</li>')
})

it('is silent and takes no focus while nothing is wrong', () => {
  expect(refused({}).shown).not.toMatch(/role="alert"|autofocus/)
})
