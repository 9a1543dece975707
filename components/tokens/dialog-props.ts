import type { RefObject } from "react";
import type { TokenDto } from "@/lib/tokens/dto";
import type { TokenSetting } from "./setting";

/** What each dialog about one token is given. */
export interface TokenDialogProps {
  token: TokenDto;
  setting: TokenSetting;
  open: boolean;
  onClose: () => void;
  /** Where the focus goes afterwards. */
  finalFocus: RefObject<HTMLElement | null>;
}
