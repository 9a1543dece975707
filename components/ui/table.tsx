import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { TableKeys } from "./table-keys";

export interface TableProps {
  /** Names the table for screen readers: "API tokens". */
  label: string;
  /** Th and SortHeader elements, in order. */
  head: ReactNode;
  /** Tr elements. */
  children: ReactNode;
  className?: string;
}

/**
 * A table; on phones its rows become cards. The explicit roles are not redundant:
 * browsers drop the implied ones once `display` is changed.
 */
export function Table({ label, head, children, className }: TableProps) {
  return (
    <TableKeys className={cn("rounded-md border border-line md:overflow-clip", className)}>
      <table role="table" aria-label={label} className="data-table">
        <thead role="rowgroup">
          <tr role="row">{head}</tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </TableKeys>
  );
}

/** A row. Give its main link `data-row-link`: Enter on the row follows it. */
export function Tr({ children, ...rest }: ComponentProps<"tr">) {
  return (
    <tr role="row" tabIndex={-1} {...rest}>
      {children}
    </tr>
  );
}

export interface ThProps {
  children: ReactNode;
  align?: "start" | "end";
  /** Hides the header visually, for self-explanatory columns. */
  hideLabel?: boolean;
}

export function Th({ children, align, hideLabel }: ThProps) {
  return (
    <th role="columnheader" scope="col" data-align={align}>
      {hideLabel ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}

export interface TdProps extends Omit<ComponentProps<"td">, "align"> {
  /** The column's name, shown before the value on phones. The first cell needs none. */
  label?: string;
  align?: "start" | "end";
  /** On phones in the card's upper right corner, for a row's Menu. */
  corner?: boolean;
}

export function Td({ label, align, corner, children, ...rest }: TdProps) {
  // Only what is set: a list of 50 rows would send 30 kB of attributes that are undefined.
  const attributes = {
    ...(label && { "data-label": label }),
    ...(align && { "data-align": align }),
    ...(corner && { "data-corner": true }),
  };
  return (
    <td role="cell" {...attributes} {...rest}>
      {label ? <div className="min-w-0">{children}</div> : children}
    </td>
  );
}
