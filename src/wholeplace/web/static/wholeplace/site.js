// Conveniences only: every page works without this.
import { initAll } from './vendor/nhsuk-frontend-10.6.1.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

// What somebody was writing when their session ended is kept in their own browser, for them alone.
for (const form of document.querySelectorAll('form[data-keep]')) {
  const name = `kept:${form.dataset.keep}`
  const kept = JSON.parse(sessionStorage.getItem(name) || '{}')
  for (const field of form.querySelectorAll('textarea, input[type=text]')) {
    if (!field.value && kept[field.name]) field.value = kept[field.name]
    field.addEventListener('input', () => {
      kept[field.name] = field.value
      sessionStorage.setItem(name, JSON.stringify(kept))
    })
  }
  form.addEventListener('submit', () => sessionStorage.setItem(`sent:${form.dataset.keep}`, '1'))
}
