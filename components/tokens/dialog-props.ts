import type { RefObject } from "react";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenPageContext } from "./token-page-context";

/** What each dialog about one token is given. */
export interface TokenDialogProps {
  token: TokenDto;
  context: TokenPageContext;
  open: boolean;
  onClose: () => void;
  /** Where the focus goes afterwards. */
  finalFocus: RefObject<HTMLElement | null>;
}
