/** As much of utif2 as is used: its own types would bring those of Node, which is not there. See tsconfig.json. */
export interface IFD {
  readonly width: number;
  readonly height: number;
}
declare const utif: {
  decode(bytes: ArrayBuffer): readonly IFD[];
  decodeImage(bytes: ArrayBuffer, page: IFD): void;
  toRGBA8(page: IFD): Uint8Array;
};
export { utif as default };
