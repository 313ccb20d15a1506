// Conveniences only: every page works without this.
import { initAll } from './vendor/nhsuk-frontend-10.6.1.min.js'
import './kept.js'
import './steps.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()
