import { gexPage } from './gex-page.ts';

gexPage();
