// What somebody writes is kept in this tab until it is saved, so that the end of a session loses
// no text. It is shown only to who wrote it, and forgotten when it was saved and at sign-out.
const PREFIX = 'kept:'
const MOST_HOURS = 12
const { user, method, saved } = document.body.dataset
const savedNames = new Set((saved || '').split(' '))

const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key)) || {}
  } catch {
    return {}
  }
}
const forgetAll = () => keys().forEach((key) => sessionStorage.removeItem(key))
const isOver = (kept) =>
  kept.user !== user || savedNames.has(kept.as) || Date.now() - kept.at > MOST_HOURS * 3600 * 1000

// "seen" is the version that was written on: saved onto a later one, the server says so.
const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) =>
      field.name && field.name !== 'csrfmiddlewaretoken' && field.name !== 'kept_as' &&
      ((field.type !== 'hidden' || field.name === 'seen') &&
        !['password', 'file', 'submit', 'button'].includes(field.type)))

const isTicked = (field) => field.type === 'checkbox' || field.type === 'radio'
const keyOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name)

function valuesOf(form) {
  return Object.fromEntries(
    fieldsOf(form).map((field) => [keyOf(field), isTicked(field) ? field.checked : field.value]))
}

function putBack(form, values) {
  let isOther = false
  for (const field of fieldsOf(form)) {
    const value = values[keyOf(field)]
    if (value === undefined) continue
    const now = isTicked(field) ? field.checked : field.value
    if (now === value) continue
    isOther = isOther || field.type !== 'hidden'
    if (isTicked(field)) field.checked = value
    else field.value = value
  }
  return isOther
}

function tell(form, key) {
  const note = document.createElement('div')
  note.className = 'nhsuk-inset-text'
  note.setAttribute('role', 'status')
  const text = document.createElement('p')
  text.textContent = 'What you had written here and not saved stands below again.'
  const drop = document.createElement('button')
  drop.type = 'button'
  drop.className = 'nhsuk-button nhsuk-button--secondary'
  drop.textContent = 'Throw it away'
  drop.addEventListener('click', () => {
    sessionStorage.removeItem(key)
    window.location.reload()
  })
  note.append(text, drop)
  form.before(note)
}

function keep(form) {
  const key = `${PREFIX}${form.dataset.keep}`
  const kept = read(key)
  const as = kept.as || [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, '0')).join('')
  const save = () =>
    sessionStorage.setItem(key, JSON.stringify({ user, as, at: Date.now(), values: valuesOf(form) }))
  // A page that answers what was sent shows it already, with the version to be saved onto.
  if (method !== 'GET') save()
  else if (kept.values && putBack(form, kept.values)) tell(form, key)
  const name = document.createElement('input')
  name.type = 'hidden'
  name.name = 'kept_as'
  name.value = as
  form.append(name)
  form.addEventListener('input', save)
  form.addEventListener('change', save)
}

if (user) {
  for (const key of keys()) if (isOver(read(key))) sessionStorage.removeItem(key)
  document.querySelectorAll('form[data-keep]').forEach(keep)
  document.querySelectorAll('form[data-sign-out]').forEach((form) => form.addEventListener('submit', forgetAll))
}
