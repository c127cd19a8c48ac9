/** For `strict.html`: what its policy refused. */
const violations: string[] = [];
Object.assign(window, { violations });
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});
