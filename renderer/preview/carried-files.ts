/**
 * Files that pdf.js asks for by name: the fourteen fonts that every reader of PDF has to bring along, and the decoders of
 * scans. Tables for Chinese, Japanese and Korean fonts that a file does not bring itself stay
 * out: 1.7 MB for what no scanner writes.
 */
import dingbats from 'pdfjs-dist/standard_fonts/FoxitDingbats.pfb';
import fixed from 'pdfjs-dist/standard_fonts/FoxitFixed.pfb';
import fixedBold from 'pdfjs-dist/standard_fonts/FoxitFixedBold.pfb';
import fixedBoldItalic from 'pdfjs-dist/standard_fonts/FoxitFixedBoldItalic.pfb';
import fixedItalic from 'pdfjs-dist/standard_fonts/FoxitFixedItalic.pfb';
import serif from 'pdfjs-dist/standard_fonts/FoxitSerif.pfb';
import serifBold from 'pdfjs-dist/standard_fonts/FoxitSerifBold.pfb';
import serifBoldItalic from 'pdfjs-dist/standard_fonts/FoxitSerifBoldItalic.pfb';
import serifItalic from 'pdfjs-dist/standard_fonts/FoxitSerifItalic.pfb';
import symbol from 'pdfjs-dist/standard_fonts/FoxitSymbol.pfb';
import sansBold from 'pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf';
import sansBoldItalic from 'pdfjs-dist/standard_fonts/LiberationSans-BoldItalic.ttf';
import sansItalic from 'pdfjs-dist/standard_fonts/LiberationSans-Italic.ttf';
import sans from 'pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf';
import jbig2 from 'pdfjs-dist/wasm/jbig2.wasm';
import openjpeg from 'pdfjs-dist/wasm/openjpeg.wasm';

/** By name, in base 64. */
export const carriedFiles: Readonly<Record<string, string>> = {
  'FoxitDingbats.pfb': dingbats,
  'FoxitFixed.pfb': fixed,
  'FoxitFixedBold.pfb': fixedBold,
  'FoxitFixedBoldItalic.pfb': fixedBoldItalic,
  'FoxitFixedItalic.pfb': fixedItalic,
  'FoxitSerif.pfb': serif,
  'FoxitSerifBold.pfb': serifBold,
  'FoxitSerifBoldItalic.pfb': serifBoldItalic,
  'FoxitSerifItalic.pfb': serifItalic,
  'FoxitSymbol.pfb': symbol,
  'LiberationSans-Bold.ttf': sansBold,
  'LiberationSans-BoldItalic.ttf': sansBoldItalic,
  'LiberationSans-Italic.ttf': sansItalic,
  'LiberationSans-Regular.ttf': sans,
  'jbig2.wasm': jbig2,
  'openjpeg.wasm': openjpeg,
};
