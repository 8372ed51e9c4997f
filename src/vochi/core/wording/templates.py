"""Words of scheme templates: what is asked, what callers hear, what is explained."""

RU: dict[str, str] = {
    "template.simple.name": "Звонят все сразу",
    "template.simple.about": "Звонят телефоны у всех, кто ответит первым, тот и говорит. Никто не "
    "ответил: клиент оставляет сообщение. Для начала хватит.",
    "template.shop.name": "Магазин",
    "template.shop.about": "Сначала звонок идёт тому, кто уже говорил с этим покупателем, потом "
    "всем продавцам. Не успели: предложим перезвонить.",
    "template.clinic.name": "Клиника",
    "template.clinic.about": "Регистратура отвечает по очереди, анализы и справки под отдельной "
    "клавишей. Кто ничего не нажал, попадает в регистратуру.",
    "template.taxi.name": "Такси, доставка",
    "template.taxi.about": "Круглосуточная очередь к диспетчерам: клиент слышит своё место. Не "
    "справляются: звонит старший смены.",
    "template.service.name": "Сервис, мастерская",
    "template.service.about": "Новая заявка идёт приёмщикам, вопрос по заказу тому мастеру, с "
    "которым клиент уже говорил. Дежурный мобильный подхватит.",
    "template.single.name": "Один человек",
    "template.single.about": "Звонит телефон на столе, потом мобильный в кармане, потом клиент "
    "оставляет сообщение.",
    "template.simple.people": "У кого звонят телефоны?",
    "template.shop.people": "Кто отвечает покупателям?",
    "template.shop.second": "Кто подхватит, если продавцы заняты?",
    "template.clinic.people": "Кто сидит в регистратуре?",
    "template.clinic.second": "Кто отвечает про анализы и справки?",
    "template.taxi.people": "Кто принимает заказы?",
    "template.taxi.second": "Кто старший смены?",
    "template.service.people": "Кто принимает новые заявки?",
    "template.service.second": "Кто мастера?",
    "template.single.people": "Чей это телефон?",
    "template.ask.hours": "Когда вы работаете?",
    "template.ask.greeting": "Что услышит клиент сначала?",
    "template.ask.closed": "Что делать, когда закрыто?",
    "template.ask.mobile": "Какой мобильный набрать, если никто не ответил?",
    "template.hint.people": "Никого не отметили: звоним всем.",
    "template.hint.second": "Можно никого не отмечать.",
    "template.hint.hours": "Часов нет: круглосуточно. Праздники страны считаются нерабочими.",
    "template.hint.greeting": "Произнесёт голос станции; потом можно записать свой. Пусто: без "
    "приветствия.",
    "template.hint.closed": "По вечерам, в выходные и праздники.",
    "template.hint.mobile": "Можно не заполнять. Нужна линия, по которой можно звонить на "
    "мобильные.",
    "template.closed.voicemail": "Записать сообщение",
    "template.closed.callback": "Предложить перезвонить, иначе записать сообщение",
    "template.closed.words": "Сказать часы работы и положить трубку",
    "template.group.everybody": "Все",
    "template.group.sellers": "Продажи",
    "template.group.help": "На подхвате",
    "template.group.registry": "Регистратура",
    "template.group.results": "Анализы и справки",
    "template.group.dispatchers": "Диспетчеры",
    "template.group.senior": "Старшие смены",
    "template.group.requests": "Приём заявок",
    "template.group.masters": "Мастера",
    "template.prompt.hello": "приветствие",
    "template.prompt.mail": "никто не ответил",
    "template.prompt.offer": "перезвонить",
    "template.prompt.closed": "закрыто",
    "template.prompt.menu": "меню",
    "template.period": "Рабочее время",
    "template.said.hello": "Здравствуйте! Вы позвонили в компанию {company}.",
    "template.said.mail": "К сожалению, сейчас все заняты. Оставьте сообщение после сигнала, и мы "
    "перезвоним.",
    "template.said.offer": "Сейчас все заняты. Нажмите один, и мы вам перезвоним. Чтобы оставить "
    "сообщение, подождите.",
    "template.said.closed": "Здравствуйте! Вы позвонили в компанию {company}. Сейчас мы не "
    "работаем. Ждём вас {hours}.",
    "template.said.closed_voicemail": "Оставьте сообщение после сигнала, и мы перезвоним.",
    "template.said.closed_callback": "Нажмите один, и мы вам перезвоним.",
    "template.said.ambulance": "Если нужна срочная помощь, звоните по номеру сто три.",
    "template.said.clinic_menu": "Чтобы записаться на приём, нажмите один. Чтобы узнать об "
    "анализах и справках, нажмите два.",
    "template.said.service_menu": "Если у вас новая заявка, нажмите один. Если вопрос по заказу, "
    "нажмите два.",
    "template.more": "{names} и ещё {count}",
    "template.tells.blacklist": "Номер из чёрного списка слышит «занято».",
    "template.tells.hello": "Клиент слышит: «{text}»",
    "template.tells.menu": "Клиент слышит: «{text}» Кто ничего не нажал, идёт как по единице.",
    "template.tells.closed_voicemail": "Вне часов работы ({hours}) и в праздники клиент узнаёт "
    "часы и оставляет сообщение.",
    "template.tells.closed_callback": "Вне часов работы ({hours}) и в праздники клиент узнаёт "
    "часы и нажимает 1, чтобы ему перезвонили, или оставляет сообщение.",
    "template.tells.closed_words": "Вне часов работы ({hours}) и в праздники клиент узнаёт часы, "
    "и разговор окончен.",
    "template.tells.mail": "Если и так не вышло, клиент оставляет сообщение: оно появится на "
    "рабочем столе.",
    "template.tells.offer": "Клиенту предлагают перезвонить: он нажимает 1, и на рабочем столе "
    "появляется дело.",
    "template.tells.mobile": "Никто не ответил: 25 секунд звонит мобильный {number}; ответивший "
    "нажимает 1.",
    "template.tells.everybody": "{seconds} секунд звонят сразу: {names}.",
    "template.tells.help": "Не ответили: ещё {seconds} секунд звонят {names}.",
    "template.tells.sellers": "{seconds} секунд звонят сразу: {names}.",
    "template.tells.last": "Сначала {seconds} секунд звонит ответственный за клиента или тот, кто "
    "говорил с ним последним.",
    "template.tells.registry": "Клиент ждёт в очереди до {minutes} минут и слышит своё место; "
    "нажав 1, просит перезвонить. Отвечают: {names}.",
    "template.tells.results": "По клавише 2 отвечают: {names}. Не ответили: регистратура.",
    "template.tells.senior": "Не дождался: {seconds} секунд звонят {names}.",
    "template.tells.dispatchers": "Клиент ждёт в очереди до {minutes} минут и слышит своё место. "
    "Звонок получает тот, кто дольше всех свободен: {names}.",
    "template.tells.requests": "Новая заявка: {seconds} секунд звонят сразу {names}.",
    "template.tells.masters": "Вопрос по заказу: сначала мастер, который говорил с клиентом "
    "последним, потом {seconds} секунд все мастера: {names}.",
    "template.tells.desk": "{seconds} секунд звонит телефон: {names}.",
    "template.no_way_outside": "Мобильный {number} не включён: пока нет линии, которая до него "
    "дозвонится.",
    "template.outgoing": "Каждый оператор по своей карте",
    "template.reason": "Первый запуск",
    "template.phone.desk": "Телефон на столе",
    "template.phone.softphone": "Программный телефон",
    "template.phone.dect": "Трубка DECT",
    "template.phone.fxs": "Аналоговый телефон",
    "template.phone.browser": "Телефон в браузере",
    "stale_start": "Мастер открыт ещё в одном браузере: {by} уже изменил ответы.",
    "stale_move": "Этот номер уже изменил кто-то другой.",
    "number_moves_already": "Номер {number} уже в плане.",
    "too_many_moves": "Номеров в плане не больше {most}.",
    "office_has_nobody": "В конторе ещё нет сотрудников: сначала добавьте хотя бы одного.",
    "template_unknown_person": "Такого сотрудника нет: {person}.",
}
EN: dict[str, str] = {
    "template.simple.name": "Everybody at once",
    "template.simple.about": "All phones ring, and whoever answers first talks. Nobody does: the "
    "client leaves a message. Enough to begin with.",
    "template.shop.name": "Shop",
    "template.shop.about": "A call goes first to whoever has talked with this buyer before, then "
    "to all sellers. Too slow: we offer to call back.",
    "template.clinic.name": "Clinic",
    "template.clinic.about": "The reception answers in turn, results and papers have a key of "
    "their own. Who presses nothing comes to the reception.",
    "template.taxi.name": "Taxi, delivery",
    "template.taxi.about": "A queue to the dispatchers round the clock: a client hears his place. "
    "They cannot keep up: the senior of the shift is rung.",
    "template.service.name": "Service, workshop",
    "template.service.about": "A new request goes to the front desk, a question of an order to "
    "the master who has talked with the client. A mobile on duty helps out.",
    "template.single.name": "One person",
    "template.single.about": "The phone on the desk rings, then the mobile in the pocket, then "
    "the client leaves a message.",
    "template.simple.people": "Whose phones ring?",
    "template.shop.people": "Who answers buyers?",
    "template.shop.second": "Who helps when the sellers are busy?",
    "template.clinic.people": "Who is at the reception?",
    "template.clinic.second": "Who answers about results and papers?",
    "template.taxi.people": "Who takes orders?",
    "template.taxi.second": "Who is the senior of the shift?",
    "template.service.people": "Who takes new requests?",
    "template.service.second": "Who are the masters?",
    "template.single.people": "Whose phone is it?",
    "template.ask.hours": "When do you work?",
    "template.ask.greeting": "What does a client hear first?",
    "template.ask.closed": "What happens when you are closed?",
    "template.ask.mobile": "Which mobile is rung when nobody has answered?",
    "template.hint.people": "Nobody marked: everybody is rung.",
    "template.hint.second": "May be left empty.",
    "template.hint.hours": "No hours: round the clock. Holidays of the country are days off.",
    "template.hint.greeting": "The voice of the station says it; you can record your own later. "
    "Empty: no greeting.",
    "template.hint.closed": "In the evening, at weekends and on holidays.",
    "template.hint.mobile": "May be left empty. It needs a line that may call mobiles.",
    "template.closed.voicemail": "Take a message",
    "template.closed.callback": "Offer to call back, else take a message",
    "template.closed.words": "Tell the hours and hang up",
    "template.group.everybody": "Everybody",
    "template.group.sellers": "Sales",
    "template.group.help": "Second line",
    "template.group.registry": "Reception",
    "template.group.results": "Results and papers",
    "template.group.dispatchers": "Dispatchers",
    "template.group.senior": "Seniors of the shift",
    "template.group.requests": "Front desk",
    "template.group.masters": "Masters",
    "template.prompt.hello": "greeting",
    "template.prompt.mail": "nobody answered",
    "template.prompt.offer": "call back",
    "template.prompt.closed": "closed",
    "template.prompt.menu": "menu",
    "template.period": "Working hours",
    "template.said.hello": "Hello! You have called {company}.",
    "template.said.mail": "We are sorry, everybody is busy. Leave a message after the tone, and "
    "we will call you back.",
    "template.said.offer": "Everybody is busy now. Press one, and we will call you back. To leave "
    "a message, hold on.",
    "template.said.closed": "Hello! You have called {company}. We are closed now. We are here "
    "{hours}.",
    "template.said.closed_voicemail": "Leave a message after the tone, and we will call you back.",
    "template.said.closed_callback": "Press one, and we will call you back.",
    "template.said.ambulance": "If you need help at once, call one zero three.",
    "template.said.clinic_menu": "For an appointment, press one. For results and papers, press "
    "two.",
    "template.said.service_menu": "For a new request, press one. For a question about your order, "
    "press two.",
    "template.more": "{names} and {count} more",
    "template.tells.blacklist": "A number on the blacklist hears the busy tone.",
    "template.tells.hello": "The client hears: “{text}”",
    "template.tells.menu": "The client hears: “{text}” Who presses nothing goes on as with one.",
    "template.tells.closed_voicemail": "Outside working hours ({hours}) and on holidays the "
    "client hears the hours and leaves a message.",
    "template.tells.closed_callback": "Outside working hours ({hours}) and on holidays the client "
    "hears the hours and presses 1 to be called back, or leaves a message.",
    "template.tells.closed_words": "Outside working hours ({hours}) and on holidays the client "
    "hears the hours, and the call is over.",
    "template.tells.mail": "If all that fails, the client leaves a message: it appears on the "
    "desk.",
    "template.tells.offer": "The client is offered a call back: he presses 1, and an open item "
    "appears on the desk.",
    "template.tells.mobile": "Nobody has answered: the mobile {number} rings for 25 seconds; who "
    "answers presses 1.",
    "template.tells.everybody": "For {seconds} seconds these ring at once: {names}.",
    "template.tells.help": "No answer: {names} ring for {seconds} seconds more.",
    "template.tells.sellers": "For {seconds} seconds these ring at once: {names}.",
    "template.tells.last": "First the client's own manager, or whoever talked with him last, "
    "rings for {seconds} seconds.",
    "template.tells.registry": "The client waits in a queue for up to {minutes} minutes and hears "
    "his place; with 1 he asks to be called back. These answer: {names}.",
    "template.tells.results": "Key 2 is answered by: {names}. No answer: the reception.",
    "template.tells.senior": "Waited in vain: {names} ring for {seconds} seconds.",
    "template.tells.dispatchers": "The client waits in a queue for up to {minutes} minutes and "
    "hears his place. Whoever has been free longest gets the call: {names}.",
    "template.tells.requests": "A new request: for {seconds} seconds these ring at once: {names}.",
    "template.tells.masters": "A question of an order: first the master who talked with the "
    "client last, then for {seconds} seconds all masters: {names}.",
    "template.tells.desk": "For {seconds} seconds this phone rings: {names}.",
    "template.no_way_outside": "The mobile {number} is not in it: there is no line yet that "
    "reaches it.",
    "template.outgoing": "Each operator over its own card",
    "template.reason": "First run",
    "template.phone.desk": "Desk phone",
    "template.phone.softphone": "Softphone",
    "template.phone.dect": "DECT handset",
    "template.phone.fxs": "Analogue phone",
    "template.phone.browser": "Phone in the browser",
    "stale_start": "The wizard is open in another browser: {by} has changed the answers.",
    "stale_move": "Somebody else has changed this number.",
    "number_moves_already": "The number {number} is in the plan already.",
    "too_many_moves": "There are no more than {most} numbers in the plan.",
    "office_has_nobody": "The office has no employees yet: add at least one first.",
    "template_unknown_person": "There is no such employee: {person}.",
}
BE: dict[str, str] = {
    "template.simple.name": "Звоняць усе адразу",
    "template.simple.about": "Звоняць тэлефоны ва ўсіх, хто адкажа першым, той і гаворыць. Ніхто "
    "не адказаў: кліент пакідае паведамленне. Для пачатку хопіць.",
    "template.shop.name": "Крама",
    "template.shop.about": "Спачатку званок ідзе таму, хто ўжо гаварыў з гэтым пакупніком, потым "
    "усім прадаўцам. Не паспелі: прапануем ператэлефанаваць.",
    "template.clinic.name": "Клініка",
    "template.clinic.about": "Рэгістратура адказвае па чарзе, аналізы і даведкі пад асобнай "
    "клавішай. Хто нічога не націснуў, трапляе ў рэгістратуру.",
    "template.taxi.name": "Таксі, дастаўка",
    "template.taxi.about": "Кругласутачная чарга да дыспетчараў: кліент чуе сваё месца. Не "
    "спраўляюцца: звоніць старшы змены.",
    "template.service.name": "Сэрвіс, майстэрня",
    "template.service.about": "Новая заяўка ідзе прыёмшчыкам, пытанне па заказе таму майстру, з "
    "якім кліент ужо гаварыў. Дзяжурны мабільны падхопіць.",
    "template.single.name": "Адзін чалавек",
    "template.single.about": "Звоніць тэлефон на стале, потым мабільны ў кішэні, потым кліент "
    "пакідае паведамленне.",
    "template.simple.people": "У каго звоняць тэлефоны?",
    "template.shop.people": "Хто адказвае пакупнікам?",
    "template.shop.second": "Хто падхопіць, калі прадаўцы занятыя?",
    "template.clinic.people": "Хто сядзіць у рэгістратуры?",
    "template.clinic.second": "Хто адказвае пра аналізы і даведкі?",
    "template.taxi.people": "Хто прымае заказы?",
    "template.taxi.second": "Хто старшы змены?",
    "template.service.people": "Хто прымае новыя заяўкі?",
    "template.service.second": "Хто майстры?",
    "template.single.people": "Чый гэта тэлефон?",
    "template.ask.hours": "Калі вы працуеце?",
    "template.ask.greeting": "Што пачуе кліент спачатку?",
    "template.ask.closed": "Што рабіць, калі зачынена?",
    "template.ask.mobile": "Які мабільны набраць, калі ніхто не адказаў?",
    "template.hint.people": "Нікога не адзначылі: тэлефануем усім.",
    "template.hint.second": "Можна нікога не адзначаць.",
    "template.hint.hours": "Гадзін няма: кругласутачна. Святы краіны лічацца непрацоўнымі.",
    "template.hint.greeting": "Скажа голас станцыі; потым можна запісаць свой. Пуста: без "
    "прывітання.",
    "template.hint.closed": "Увечары, у выхадныя і святы.",
    "template.hint.mobile": "Можна не запаўняць. Патрэбна лінія, па якой можна тэлефанаваць на "
    "мабільныя.",
    "template.closed.voicemail": "Запісаць паведамленне",
    "template.closed.callback": "Прапанаваць ператэлефанаваць, інакш запісаць паведамленне",
    "template.closed.words": "Сказаць гадзіны працы і пакласці слухаўку",
    "template.group.everybody": "Усе",
    "template.group.sellers": "Продажы",
    "template.group.help": "На падхваце",
    "template.group.registry": "Рэгістратура",
    "template.group.results": "Аналізы і даведкі",
    "template.group.dispatchers": "Дыспетчары",
    "template.group.senior": "Старшыя змены",
    "template.group.requests": "Прыём заявак",
    "template.group.masters": "Майстры",
    "template.prompt.hello": "прывітанне",
    "template.prompt.mail": "ніхто не адказаў",
    "template.prompt.offer": "ператэлефанаваць",
    "template.prompt.closed": "зачынена",
    "template.prompt.menu": "меню",
    "template.period": "Працоўны час",
    "template.said.hello": "Добры дзень! Вы патэлефанавалі ў кампанію {company}.",
    "template.said.mail": "На жаль, зараз усе занятыя. Пакіньце паведамленне пасля сігналу, і мы "
    "ператэлефануем.",
    "template.said.offer": "Зараз усе занятыя. Націсніце адзін, і мы вам ператэлефануем. Каб "
    "пакінуць паведамленне, пачакайце.",
    "template.said.closed": "Добры дзень! Вы патэлефанавалі ў кампанію {company}. Зараз мы не "
    "працуем. Чакаем вас {hours}.",
    "template.said.closed_voicemail": "Пакіньце паведамленне пасля сігналу, і мы ператэлефануем.",
    "template.said.closed_callback": "Націсніце адзін, і мы вам ператэлефануем.",
    "template.said.ambulance": "Калі патрэбна тэрміновая дапамога, тэлефануйце па нумары сто тры.",
    "template.said.clinic_menu": "Каб запісацца на прыём, націсніце адзін. Каб даведацца пра "
    "аналізы і даведкі, націсніце два.",
    "template.said.service_menu": "Калі ў вас новая заяўка, націсніце адзін. Калі пытанне па "
    "заказе, націсніце два.",
    "template.more": "{names} і яшчэ {count}",
    "template.tells.blacklist": "Нумар з чорнага спіса чуе «занята».",
    "template.tells.hello": "Кліент чуе: «{text}»",
    "template.tells.menu": "Кліент чуе: «{text}» Хто нічога не націснуў, ідзе як па адзінцы.",
    "template.tells.closed_voicemail": "Па-за гадзінамі працы ({hours}) і ў святы кліент "
    "даведваецца пра гадзіны і пакідае паведамленне.",
    "template.tells.closed_callback": "Па-за гадзінамі працы ({hours}) і ў святы кліент "
    "даведваецца пра гадзіны і націскае 1, каб яму ператэлефанавалі, або пакідае паведамленне.",
    "template.tells.closed_words": "Па-за гадзінамі працы ({hours}) і ў святы кліент даведваецца "
    "пра гадзіны, і размова скончана.",
    "template.tells.mail": "Калі і так не выйшла, кліент пакідае паведамленне: яно з'явіцца на "
    "працоўным стале.",
    "template.tells.offer": "Кліенту прапануюць ператэлефанаваць: ён націскае 1, і на працоўным "
    "стале з'яўляецца справа.",
    "template.tells.mobile": "Ніхто не адказаў: 25 секунд звоніць мабільны {number}; хто адказаў, "
    "націскае 1.",
    "template.tells.everybody": "{seconds} секунд звоняць адразу: {names}.",
    "template.tells.help": "Не адказалі: яшчэ {seconds} секунд звоняць {names}.",
    "template.tells.sellers": "{seconds} секунд звоняць адразу: {names}.",
    "template.tells.last": "Спачатку {seconds} секунд звоніць адказны за кліента або той, хто "
    "гаварыў з ім апошнім.",
    "template.tells.registry": "Кліент чакае ў чарзе да {minutes} хвілін і чуе сваё месца; "
    "націснуўшы 1, просіць ператэлефанаваць. Адказваюць: {names}.",
    "template.tells.results": "Па клавішы 2 адказваюць: {names}. Не адказалі: рэгістратура.",
    "template.tells.senior": "Не дачакаўся: {seconds} секунд звоняць {names}.",
    "template.tells.dispatchers": "Кліент чакае ў чарзе да {minutes} хвілін і чуе сваё месца. "
    "Званок атрымлівае той, хто даўжэй за ўсіх вольны: {names}.",
    "template.tells.requests": "Новая заяўка: {seconds} секунд звоняць адразу {names}.",
    "template.tells.masters": "Пытанне па заказе: спачатку майстар, які гаварыў з кліентам "
    "апошнім, потым {seconds} секунд усе майстры: {names}.",
    "template.tells.desk": "{seconds} секунд звоніць тэлефон: {names}.",
    "template.no_way_outside": "Мабільны {number} не ўключаны: пакуль няма лініі, якая да яго "
    "дазвоніцца.",
    "template.outgoing": "Кожны аператар па сваёй карце",
    "template.reason": "Першы запуск",
    "template.phone.desk": "Тэлефон на стале",
    "template.phone.softphone": "Праграмны тэлефон",
    "template.phone.dect": "Слухаўка DECT",
    "template.phone.fxs": "Аналагавы тэлефон",
    "template.phone.browser": "Тэлефон у браўзеры",
    "stale_start": "Майстар адкрыты яшчэ ў адным браўзеры: {by} ужо змяніў адказы.",
    "stale_move": "Гэты нумар ужо змяніў нехта іншы.",
    "number_moves_already": "Нумар {number} ужо ў плане.",
    "too_many_moves": "Нумароў у плане не больш за {most}.",
    "office_has_nobody": "У канторы яшчэ няма супрацоўнікаў: спачатку дадайце хаця б аднаго.",
    "template_unknown_person": "Такога супрацоўніка няма: {person}.",
}
