import { markup, type Markup } from './markup.ts';

/** A table whose first column names its rows and whose others are numbers. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table; on a narrow screen it scrolls by itself, by keyboard too. */
export function tableOf({ caption, columns, rows }: Table): Markup {
  return markup`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) =>
      markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}

/** A figure with the table that says the same in numbers beside it. */
export function figureBeside(caption: string, figure: Markup, table: Markup): Markup {
  return markup`<div class="beside"><figure>${figure}<figcaption>${caption}</figcaption></figure>${table}</div>`;
}
