/** The words of consent banners, as sources of regular expressions with the flags `iu`. */
interface ConsentWords {
  /** Words for cookies. */
  cookies: string;
  /** Words for consent and its purposes, for banners that do not mention cookies. */
  consent: string;
  /** Words that a cookie notice contains as well, and an offer of biscuits does not. */
  context: string;
  /** Labels of buttons that accept, reject or choose. */
  decide: string;
  /** Labels of buttons that only close a notice. */
  acknowledge: string;
}

// Word stems, one line for each language or family. A stem that several share is listed with the first.
const COOKIES = [
  "cookie|kakor|kaker|informasjonskaps|eväste|küpsis|vafrakök", // en and most others, sv, nb, fi, et, is
  "ciastecz|kolačić|piškot|slapuk|sīkdat|sīkfail", // pl, hr, sl, lt, lv
  "куки|кукі|бисквит|колачић|çerez|süti|galetes|testemunhos de conexão", // ru, uk, bg, sr, tr, hu, ca, pt
  "עוגיות|ملفات تعريف الارتباط", // he, ar
];
const COOKIES_UNSPACED = "クッキー|cookie|쿠키";

const CONSENT = [
  "consent|gdpr|dsgvo|rgpd|lgpd|ccpa|track(?:ing|ers)|do not sell|personal (?:information|data)", // en, fr, es, it, pt
  "données personnelles|datos personales|dati personali|dados pessoais", // fr, es, it, pt
  "einwilligung|personenbezogen|toestemming|persoonsgegevens|zgod|dane osobowe|danych osobowych", // de, nl, pl
  "samtyck|samtykk|suostumu|henkilötie|souhlas|súhlas|osobní(?:ch)? údaj", // sv, da, nb, fi, cs, sk
];

const CONTEXT = [
  "web|site|app|brows|experien|privac|consent|polic|traffic|analy|track|partner|third.part", // en
  "personal|device|technolog|advert|agree|accept|by continuing",
  "seite|datenschutz|dritt|nutz|erfahrung|erlebnis|zustimm|einwillig", // de
  "expérience|confidentialité|vie privée|tiers|navigation|mesur|utilis|accord", // fr
  "sitio|página|experiencia|terceros|navega|utiliz|usamos|acept", // es
  "sito|esperienza|terze|accett|consens|experiência|terceiros|aceit", // it, pt
  "ervaring|derden|gebruik|akkoord|stron|witryn|serwis|prywatn|korzyst|używa", // nl, pl
  "använd|upplevelse|integritet|hemmesid|oplevelse|privatliv|nettst|nettsid|opplevelse|personvern", // sv, da, nb
  "sivusto|käyt|tietosuoj|stránk|soukrom|používá|súkrom", // fi, cs, sk
  "használ|adatvéd|experienț|confidențial|folose", // hu, ro
  "ιστ|εμπειρ|απορρήτου|χρησιμοπο|сайт|конфиденц|использ|використ|конфіденц|поверителн", // el, ru, uk, bg
  "deneyim|gizlilik|kullan", // tr
];
const CONTEXT_UNSPACED = "サイト|使用|利用|网站|網站|隐私|隱私|사이트|사용";

const DECIDE = [
  "accept|agree|allow|consent|reject|declin|refuse|deny|disagree|opt.?(?:in|out)|necessary", // en
  "essential|required only|only required|save (?:my )?(?:preferences|choices|settings|selection)",
  "akzeptier|annehm|zustimm|stimme zu|einverstanden|erlaub|zulassen|ablehn|einwillig", // de
  "notwendig|erforderlich|essenziell|auswahl (?:speichern|bestätigen)",
  "d.accord|autoris|refus\\b|rejet|interdi|nécessaire|essentiel|acept|rechaz|permit|de acuerdo|deneg|necesari", // fr, es
  "accett|rifiut|necessari|aceit|rejeit|recus[ao]|concord", // it, pt
  "akkoord|weiger|toesta|sta toe|afwijz|wijs af|noodzakelijk", // nl
  "akcept|zaakcept|zgadzam|zgod|odrzu|odmaw|zezw|pozwól|niezbędn", // pl
  "godkänn|avvisa|avböj|neka|tillåt|nödvändig|samtyck", // sv
  "tillad|afvis|nødvendig|godkend|samtyk|godta|aksept|avvis|avslå|tillat", // da, nb
  "hyväksy|hylkää|salli|kiellä|välttämättöm|suostu|nõustu|keeldu|luba", // fi, et
  "přij|souhlas|odmít|povol|nezbytn|prij|súhlas|odmiet|nevyhnut", // cs, sk
  "elfogad|elutas|engedély|hozzájárul|respinge|permite|necesare", // hu, ro
  "prihva|odbij|dopust|slažem|sprejm|zavrn|dovol|sutink|atmes|piekr|noraid", // hr, sl, lt, lv
  "αποδοχ|αποδέχ|απόρρ|απορρ|συμφων|απαραίτητ", // el
  "приня|принима|соглас|отклон|отказ|разреш|необходим|прийня|погодж|згод|відхил|дозвол|необхідн|прием", // ru, uk, bg
  "kabul|reddet|izin ver|onayl|gerekli|rebutj|onartu|ukatu", // tr, ca, eu
  "אישור|מסכים|דחה|קבל|قبول|موافق|رفض|أوافق", // he, ar
];
const DECIDE_UNSPACED = "同意|許可|拒否|承諾|受け入れ|接受|拒绝|拒絕|允许|允許|동의|수락|거부|허용";

const ACKNOWLEDGE = [
  "ok\\b|okay|got it|understood|i understand|close|dismiss|continue|no,? thank|no problem", // en
  "fine\\b|sure\\b|hide\\b|yes\\b|verstanden|schließen|in ordnung|weiter\\b|alles klar|ja\\b", // en, de
  "compris|fermer|continuer|entendid|entiendo|cerrar|continuar|vale\\b|chiudi|capito|continua|va bene", // fr, es, it
  "entendi|fechar|prosseguir|begrepen|sluit|doorgaan|prima\\b|rozumiem|zamknij|kontynuuj", // pt, nl, pl
  "förstår|stäng|fortsätt|uppfatt|forstå|luk\\b|fortsæt|lukk|fortsett|ymmär|selvä|sulje|jatka", // sv, da, nb, fi
  "rozumím|zavřít|pokračovat|zatvor|értem|rendben|bezár|înțeles|închide|continuă", // cs, sk, hu, ro
  "κατάλαβα|κλείσιμο|εντάξει|понятно|закры|хорошо|продолжить|зрозуміло|tamam|anladım|kapat|razumijem", // el, ru, uk, tr, hr
];
const ACKNOWLEDGE_UNSPACED = "^[×✕✖╳x]$|閉じる|了解|关闭|關閉|知道|확인|닫기";

export const CONSENT_WORDS: ConsentWords = {
  cookies: pattern(COOKIES, COOKIES_UNSPACED),
  consent: pattern(CONSENT),
  context: pattern(CONTEXT, CONTEXT_UNSPACED),
  decide: pattern(DECIDE, DECIDE_UNSPACED),
  acknowledge: pattern(ACKNOWLEDGE, ACKNOWLEDGE_UNSPACED),
};

/** A stem matches only at the start of a word; `unspaced` matches anywhere, for languages without spaces. */
function pattern(stems: string[], unspaced?: string): string {
  const spaced = `(?<!\\p{L})(?:${stems.join("|")})`;
  return unspaced ? `${spaced}|${unspaced}` : spaced;
}
