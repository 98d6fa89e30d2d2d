/** The file that starts a program at login on Linux: freedesktop's autostart specification. */

/** An argument of `Exec`, quoted as the specification wants it: all of `"`, `` ` ``, `$` and `\` are special. */
export function quoted(argument: string): string {
  if (/^[A-Za-z0-9@%_+=:,./-]+$/.test(argument) && !argument.includes('%')) return argument;
  return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Classeur',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=classeur',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
