// On a page that is one of several in order, the arrow keys go to the one before and the next.
const isWriting = (element) => element.closest('input, textarea, select, [contenteditable]')
const ways = { ArrowLeft: 'prev', ArrowRight: 'next' }

document.addEventListener('keydown', (event) => {
  const way = ways[event.key]
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (isWriting(event.target)) return
  document.querySelector(`.wp-steps a[rel="${way}"]`)?.click()
})
