/** Line icons, all of one family (Lucide), by what they mean here. The stroke comes from the style sheet. */
import {
  ArrowRight,
  ArrowUp,
  Bell,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleQuestionMark,
  Clock,
  Copy,
  Download,
  ExternalLink,
  Eye,
  FileText,
  Folder,
  History,
  Inbox,
  Info,
  KeyRound,
  Lock,
  Minus,
  Monitor,
  Pause,
  Play,
  Plus,
  Power,
  RefreshCw,
  Search,
  ShieldCheck,
  SlidersHorizontal,
  X,
} from 'lucide';
import { h } from 'preact';

const drawings = {
  arrow: ArrowRight,
  ask: CircleQuestionMark,
  bell: Bell,
  check: Check,
  clock: Clock,
  copy: Copy,
  cross: X,
  document: FileText,
  down: ChevronDown,
  export: Download,
  eye: Eye,
  folder: Folder,
  info: Info,
  key: KeyRound,
  left: ChevronLeft,
  lock: Lock,
  minus: Minus,
  out: ExternalLink,
  past: History,
  pause: Pause,
  play: Play,
  plus: Plus,
  power: Power,
  refresh: RefreshCw,
  right: ChevronRight,
  screen: Monitor,
  search: Search,
  shield: ShieldCheck,
  sliders: SlidersHorizontal,
  today: Inbox,
  up: ArrowUp,
} as const;

export type IconName = keyof typeof drawings;

/** Decoration: whatever it means is said in words beside it, or by the control's label. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: 16 | 20 | 24 }) {
  return (
    <svg class={size === 16 ? 'i' : `i i--${size}`} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name].map(([tag, shape]) => h(tag, shape))}
    </svg>
  );
}
