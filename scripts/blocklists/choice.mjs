// Choices that `npm run blocklists` applies to the data of third-party-web. Entities are named as in third-party-web.
// The generator fails if an entity does not exist any more: after a rename its choice would be lost.

/** Categories that are blocked as a whole: category → list. */
export const CATEGORIES = { ad: "ads", analytics: "tracking", "tag-manager": "tracking" };

/** Entities of these categories that are not blocked: pages need them to look right, or they are sites themselves. */
export const KEPT_ENTITIES = {
  "sites, portals and platforms": `
    AOL / Oath / Verizon Media, Auto Link Maker, Better Business Bureau, Bing Ads, eBay,
    Guardian Media, HotUKDeals, IBM Tealeaf, IMRG, LINE Corporation, LinkedIn Ads, Onet, PayPal Ads,
    Quora Ads, Reklama, Salesforce.com, Sidereel, Spiceworks, Tivo, Unidays, United Internet Media,
    Wayfair, Wowcher, Yahoo!, Zoover, A-FIS PTE, Answers, Ekm Systems, RebelMouse, Unbounce,
    Pagesuite, Channel 5 Media, CDN Planet, Hootsuite
  `,
  "names that other companies register their hosts under": `
    Conversion Labs, JustPremium
  `,
  "reviews and ratings": `
    Bazaarvoice, Feefo.com, Net Reviews, PowerReviews, Reevoo, Reviews.co.uk, Reviews.io,
    Stamped.io, Trust Pilot, VouchedFor, eKomi, Taggstar
  `,
  "log-in": `
    Gigya, Janrain, LoginRadius, Okta, OneAll
  `,
  "polls, comments and other content": `
    Apester, Flixmedia, Flipp, Flockler, ObjectPlanet, Opinion Stage, Polldaddy,
    PollDaddy (Automattic), QuestionPro, Qzzr, Sellpoints, SodaHead, SurveyGizmo, SurveyMonkey,
    Viafoura, Movable Ink, ScribbleLive, Yellow Robot, rewardStyle.com, Hupso Website Analyzer,
    tweetmeme-VOID, piano, CloudSponge, ScientiaMobile, Button, Navu
  `,
  players: `
    LongTail Ad Solutions, Ooyala, Vidible
  `,
  "search, sizes and recommendations inside a store": `
    Apptus eSales, Baynote, Certona, Clerk.io ApS, Fits Me, MyBuys, Nosto, RecoBell,
    Oracle Recommendations On Demand, Reflektion, Resonance Insights, RichRelevance, Searchanise,
    Truefit, Zafu, bd4travel, epoq internet services, ChannelAdvisor, Webcore
  `,
  "sign-up forms, loyalty and vouchers": `
    AWeber, Ambassador, Attentive, Blue State Digital, Business Message, Buyapowa, Constant Contact,
    Digioh, Drip, EmailCenter, Extole, Friendbuy, GetResponse, Infusionsoft, JustUno, Klaviyo,
    Letter Press, LoyaltyLion, MailMunch, MailPlus, Mention Me, OptiMonk, Privy, Soundest,
    Sweet Tooth, Talkable, Uniqodo, dotMailer, j2 Cloud Services, Qualtrics
  `,
  consent: `
    Evidon, LiveRamp Privacy Manager, Sourcepoint
  `,
  "services that do not change the picture (visitor address, short links, data copies)": `
    Fivetran, Geniuslink, jsonip.com
  `,
};

/** Hosts that serve content and are not blocked, although their entity is. */
export const KEPT_HOSTS = `
  app-us1.com app.link cdngc.net clearbit.com limelight.com llnwd.net delvenetworks.com
  marketo.com rakuten-static.com s.yimg.jp s81c.com sas.com snapchat.com de.com cloudfront.ne
  01net.com imageg.net tm-awx.com aniview.com
`;

/** Entities of the category `ad` that show nothing but recognise and measure visitors: they go to the tracking list. */
export const TRACKING_ENTITIES = `
  ActiveCampaign, AdScore, Adobe Marketing Cloud, Affiliate Window, Affiliatly,
  Aggregate Knowledge, Attribution, Audience 360, AudienceSearch, Autopilot, AvantLink, Bizible,
  BloomReach, BlueCava, BlueKai, Boomtrain, Branch Metrics, CANDDi, CUBED Attribution, CleverDATA,
  Click Guardian, ClickDimensions, Clickagy Audience Lab, Commission Factory, Conversion Logic,
  Convertro, Crosswise, Crowd Control, Customer.io, Cxense, DTSCOUT, Datalogix, Datonics,
  DialogTech, DialogTech SourceTrak, Drawbridge, Effective Measure, Effiliation sa, Exactag,
  Eyeota, Force24, Gemius, Has Offers, ID5 Identity Cloud, IXI Digital, Impact Radius, Integrate,
  Intelligent Reach, Intent IQ, InZynk, LeasdBoxer, Lead Forensics, Lytics, MRP Prelytics,
  Merkle Paid Search, NaviStone, Narrative, Navegg, Neustar AdAdvisor, OnAudience, PebblePost,
  Permutive, Profitshare, Psyma, ReachDynamics, ReachForce, Refersion, Retention Science,
  SaleCycle, Scorecard Research, SecuredVisit, Selligent, Silverpop, Skimbit, TVSquared,
  Tail Target, Tapad, Terminus, ToutApp, Twitter Online Conversion Tracking, Tynt, Vero, VigLink,
  VisualVisitor, WebpageFX, ZEOTAP, Zaius, eXelate, emetriq, iSpot.tv, mediarithmics
`;

/** Advertising hosts that third-party-web lacks or puts in another category. */
export const MORE_ADS = `
  a-ads.com a-mo.net a-mx.com acexedge.com ad-delivery.net ad-srv.net ad-stir.com ad.daum.net
  ad.mail.ru adfox.ru aditude.cloud aditude.io adlegend.com admanmedia.com admaym.com
  adnuntius.delivery adnxs-simple.com adpushup.com adrta.com ads.nextdoor.com ads.vk.com
  ads.yahoo.com adsensecustomsearchads.com adskeeper.com adtarget.biz adtarget.com.tr adtdp.com
  adtelligent.com adthrive.com adtrafficquality.google adverticum.net adx.opera.com afcdn.net
  al-adtech.com alcvid.com amgdgt.com amoad.com amxrtb.com aniview.com arcspire.io
  associates-amazon.com begun.ru betrad.com bidderstack.com blogherads.com bounceexchange.com
  bouncex.net broadstreetads.com btloader.com btmessage.com buzzoola.com cdnbasket.net
  cdnwidget.com clicktripz.com colossusssp.com confiant-integrations.net connectad.io
  cootlogix.com copper6.com cpro.baidustatic.com creative-serving.com criteo.com dable.io
  digitalcaramel.com doubleclick.net dsp-api.moloco.com e-planning.net everestads.net
  everestjs.net exdynsrv.com exosrv.com eyereturn.com ezodn.com ezoic.net ezojs.com fqtag.com
  fuseplatform.net fwmrm.net gamoshi.io gmossp-sp.jp goadservices.com gonet-ads.com
  googleadservices.com googlesyndication.com gsspat.jp gsspcln.jp imedia.cz impactify.media
  ingage.tech intergient.com iqzone.com izooto.com kargo.com kontera.com krushmedia.com
  kueezrtb.com liftdsp.com magsrv.com mediago.io microad.net minutemedia-prebid.com mobilefuse.com
  nitropay.com nobid.io omguk.com onclickalgo.com opecloud.com openwebmp.com ortb.net otm-r.com
  outbrain.com pangle-ads.com pbs.yahoo.com pbstck.com pemsrv.com pghub.io pixad.com.tr
  playdigo.com popcash.net popin.cc pos.baidu.com presage.io primis.tech propellerads.com
  pub.network pubgw.yahoo.com publift.com realsrv.com resetdigital.co revcontent.com
  richaudience.com rtb-oveeo.com rtb.mx rtbhouse.com rtbwave.com sape.ru sekindo.com
  servenobid.com serving-sys.com setupad.net shareasale.com smartytech.io smartytouch.co
  smilewanted.com snigelweb.com sovrn.com sparteo.com ssp.disqus.com ssp.rambler.ru ssp.wp.pl
  syndicatedsearch.goog taboola.com tagsrvcs.com taptapnetworks.com targetrtb.com
  tempest.services.disqus.com themoneytizer.com trafmag.com travelaudience.com udmserve.net
  uncn.jp upravel.com valuecommerce.com venatusmedia.com vidoomy.com visx.net w55c.net wknd.ai
  xg4ken.com yabidos.com yabs.yandex.ru yandexadexchange.net yellowblue.io
  yieldlove-ad-serving.net yieldlove.com zergnet.com zucks.net
`;

/** Tracking hosts that third-party-web lacks or puts in another category. */
export const MORE_TRACKING = `
  51.la 6sc.co a.quora.com ad.gt ads.linkedin.com aidata.io alb.reddit.com albacross.com
  alocdn.com analytics-ipv6.tiktokw.us analytics.ahrefs.com analytics.mailmunch.co
  analytics.shareaholic.com analytics.tiktok.com analytics.yahoo.com apm.yahoo.co.jp
  applicationinsights.azure.com audiencedata.net automizely-analytics.com az416426.vo.msecnd.net
  b97.yahoo.co.jp b98.yahoo.co.jp b99.yahoo.co.jp bat.bing.com bat.bing.net
  beacon.wikia-services.com bizographics.com browser-intake-datadoghq.com
  browser-intake-datadoghq.eu browser.events.data.microsoft.com c.bing.com c.msn.com calltouch.ru
  clarity.ms clickcease.com cloud.umami.is cloudflareinsights.com cnzz.com config-security.com
  count-server.sharethis.com counter.rambler.ru csi.gstatic.com ct.pinterest.com
  datadoghq-browser-agent.com datasphere-sbsvc.sharethis.com dc.services.visualstudio.com
  demandbase.com diffuser-cdn.app-us1.com digitalaudience.io digitaltarget.ru dreamdata.cloud
  eu-1-id5-sync.com eum-appdynamics.com events.attentivemobile.com events.framer.com
  events.launchdarkly.com events.privy.com events.statsigapi.net facebook.net frog.wix.com
  gc.zgo.at getkoala.com goatcounter.com google-analytics.com googleadservices.com
  googletagmanager.com growingio.com hadronid.net heap-api.com hockeystack.com hotjar.com
  hs-analytics.net hs-growth-metrics.com hsadspixel.net hscollectedforms.net i.posthog.com
  indicative.com insight.adsrvr.org js-agent.newrelic.com js.monitor.azure.com jwpltx.com karte.io
  kraken.rambler.ru l.sharethis.com leadinfo.com leadinfo.net lfeeder.com lgrckt-in.com
  links.services.disqus.com log.pinterest.com logrocket.com logrocket.io lr-in.com lr-ingest.io
  mc.webvisor.org mc.yandex.by mc.yandex.kz merchant-center-analytics.goog mieru-ca.com
  mixpanel.com ml314.com monorail-edge.shopifysvc.com mparticle.com nel.cloudflare.com
  northbeam.io nr-data.net omnisendlink.com optable.co oribi.io p.yotpo.com pdst.fm perfops.net
  pi.pardot.com piwik.pro pixel-config.reddit.com pixel.byspotify.com prism.app-us1.com
  px.mountain.com px.srvcs.tumblr.com q.quora.com rb2b.com referrer.disqus.com rezync.com
  roeye.com roeyecdn.com roistat.com rqtrk.eu rudderlabs.com rudderstack.com sc-static.net
  scout-cdn.salesloft.com scout.salesloft.com segment.com segment.io segmentapis.com
  sensorsdata.cn shareasale-analytics.com simpleanalyticscdn.com siteimproveanalytics.com
  siteintercept.qualtrics.com sitewit.com smartlook.cloud snap.licdn.com sojern.com st.top100.ru
  stat.tiara.daum.net static-tracking.klaviyo.com stats.g.doubleclick.net stats.vk-portal.net
  stats.wordpress.com stats.wpmucdn.com sync.sharethis.com t.co t.eloqua.com t.sharethis.com
  top-fwz1.mail.ru tr.line.me tr.snapchat.com tr6.snapchat.com track-ap1.hubspot.com
  track-eu1.hubspot.com track-na2.hubspot.com track-na3.hubspot.com track.hubspot.com tribl.io
  triblio.com uidapi.com umeng.com usbrowserspeed.com va.vercel-scripts.com vercel-insights.com
  veta.naver.com visitor-analytics.io wcs.naver.com wcs.naver.net webid.ad.daum.net webvisor.org
  ws.zoominfo.com zi-scripts.com
`;
