import { scannerPage } from './scanner/scanner-page.ts';

scannerPage();
