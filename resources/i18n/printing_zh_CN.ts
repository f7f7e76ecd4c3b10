<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>printing</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Print a copy</source>
        <translation>打印副本</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>正在打印…</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Waits for printer</source>
        <translation>等待打印机</translation>
    </message>
    <message>
        <source>Waits for paper</source>
        <translation>等待装纸</translation>
    </message>
    <message>
        <source>Close the cover</source>
        <translation>请合上盖子</translation>
    </message>
    <message>
        <source>It goes to the printer.</source>
        <translation>已送往打印机。</translation>
    </message>
    <message>
        <source>Not printed: see the printer in Settings.</source>
        <translation>没有打印：请看设置中的打印机。</translation>
    </message>
    <message>
        <source>The drawer did not open. Use its key.</source>
        <translation>钱箱没有打开，请手动打开。</translation>
    </message>
    <message>
        <source>The drawer was told to open.</source>
        <translation>已发出打开钱箱的信号。</translation>
    </message>
    <message>
        <source>No drawer is set for this till.</source>
        <translation>这台收银机没有设置钱箱。</translation>
    </message>
    <message>
        <source>The disk is full: this holds until the till is closed.</source>
        <translation>磁盘已满：只到关闭收银机为止。</translation>
    </message>
    <message>
        <source>Receipts not printed: {count}. Sales can print them again.</source>
        <translation>没有打印的小票：{count}。可在交易中重新打印。</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation>纸快用完</translation>
    </message>
    <message>
        <source>No paper</source>
        <translation>缺纸</translation>
    </message>
    <message>
        <source>Cover open</source>
        <translation>盖子打开</translation>
    </message>
    <message>
        <source>Printer stuck</source>
        <translation>打印机卡住</translation>
    </message>
    <message>
        <source>Printer off</source>
        <translation>打印机未连</translation>
    </message>
    <message>
        <source>{state} · {count}</source>
        <translation>{state} · {count}</translation>
    </message>
    <message>
        <source>Printer: {state}, waiting: {count}</source>
        <translation>打印机：{state}，等待：{count}</translation>
    </message>
    <message>
        <source>Choose how the printer is connected.</source>
        <translation>请选择打印机的连接方式。</translation>
    </message>
    <message>
        <source>It is ready.</source>
        <translation>可以打印。</translation>
    </message>
    <message>
        <source>It prints, and soon needs a new roll.</source>
        <translation>还能打印，很快要换纸。</translation>
    </message>
    <message>
        <source>Put in a roll. What waits is printed then.</source>
        <translation>请装纸，之后会打印等待的内容。</translation>
    </message>
    <message>
        <source>Close the cover. What waits is printed then.</source>
        <translation>请合上盖子，之后会打印等待的内容。</translation>
    </message>
    <message>
        <source>Open it, take out what is stuck, switch it off and on.</source>
        <translation>请打开，取出卡住的纸，再关机开机。</translation>
    </message>
    <message>
        <source>Not reached. See to power, cable and address.</source>
        <translation>连不上，请检查电源、线和网络位置。</translation>
    </message>
    <message>
        <source>It takes what is sent and says nothing. Look at the paper.</source>
        <translation>它只收不答，请看纸上有没有。</translation>
    </message>
    <message>
        <source>Waiting to be printed: {count}</source>
        <translation>等待打印：{count}</translation>
    </message>
    <message>
        <source>Don’t print them</source>
        <translation>不打印了</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>No printer</source>
        <translation>没有打印机</translation>
    </message>
    <message>
        <source>USB</source>
        <translation>USB</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Serial line</source>
        <translation>COM 端口</translation>
    </message>
    <message>
        <source>Device file</source>
        <translation>设备文件</translation>
    </message>
    <message>
        <source>A folder of PDFs</source>
        <translation>PDF 文件</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>哪一台</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>网络位置</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>存放位置</translation>
    </message>
    <message>
        <source>Plug it in, then look again.</source>
        <translation>请插上，再重新查找。</translation>
    </message>
    <message>
        <source>Like 192.168.1.50 or printer.local:9100</source>
        <translation>例如 192.168.1.50 或 printer.local:9100</translation>
    </message>
    <message>
        <source>Like /dev/ttyUSB0 or COM3@19200</source>
        <translation>例如 /dev/ttyUSB0 或 COM3@19200</translation>
    </message>
    <message>
        <source>Like /dev/usb/lp0</source>
        <translation>例如 /dev/usb/lp0</translation>
    </message>
    <message>
        <source>The path of a folder</source>
        <translation>存放 PDF 的路径</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸宽</translation>
    </message>
    <message>
        <source>58 mm, 32 columns</source>
        <translation>58 毫米，32 列</translation>
    </message>
    <message>
        <source>80 mm, 48 columns</source>
        <translation>80 毫米，48 列</translation>
    </message>
    <message>
        <source>80 mm, 42 columns</source>
        <translation>80 毫米，42 列</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>English and western (437)</source>
        <translation>英文和西欧 (437)</translation>
    </message>
    <message>
        <source>Western (850)</source>
        <translation>西欧 (850)</translation>
    </message>
    <message>
        <source>Western with € (858)</source>
        <translation>西欧加 € (858)</translation>
    </message>
    <message>
        <source>Western, Windows (1252)</source>
        <translation>西欧 Windows (1252)</translation>
    </message>
    <message>
        <source>Central Europe (852)</source>
        <translation>中欧 (852)</translation>
    </message>
    <message>
        <source>Cyrillic (866)</source>
        <translation>西里尔文 (866)</translation>
    </message>
    <message>
        <source>Chinese (GB 18030)</source>
        <translation>中文 (GB 18030)</translation>
    </message>
    <message>
        <source>All as pictures</source>
        <translation>全部用图形</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是打印</translation>
    </message>
    <message>
        <source>When asked</source>
        <translation>要时打印</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不打印</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>钱箱</translation>
    </message>
    <message>
        <source>No drawer</source>
        <translation>没有钱箱</translation>
    </message>
    <message>
        <source>Drawer 1, also without paper</source>
        <translation>钱箱 1，缺纸也能开</translation>
    </message>
    <message>
        <source>Drawer 2, also without paper</source>
        <translation>钱箱 2，缺纸也能开</translation>
    </message>
    <message>
        <source>Drawer 1, older printers</source>
        <translation>钱箱 1，旧打印机</translation>
    </message>
    <message>
        <source>Drawer 2, older printers</source>
        <translation>钱箱 2，旧打印机</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Test print</source>
        <translation>打印测试页</translation>
    </message>
    <message>
        <source>Open drawer</source>
        <translation>打开钱箱</translation>
    </message>
    <message>
        <source>What the printer gets</source>
        <translation>打印出来的样子</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Below the shop’s name</source>
        <translation>店名下面</translation>
    </message>
    <message>
        <source>At the end</source>
        <translation>最下面</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两种</translation>
    </message>
    <message>
        <source>Number as code</source>
        <translation>编号条码</translation>
    </message>
    <message>
        <source>None</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>二维码</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>条形码</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>不打印</translation>
    </message>
    <message>
        <source>That is no picture that can be used.</source>
        <translation>这个图片不能用。</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>How a receipt looks</source>
        <translation>小票的样子</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
</context>
</TS>
