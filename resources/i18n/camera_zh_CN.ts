<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>camera</name>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
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
        <source>Camera used</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>对焦</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>找到的第一个</translation>
    </message>
    <message>
        <source>The demo’s phone, by itself</source>
        <translation>自动（演示手机）</translation>
    </message>
    <message>
        <source>The demo’s phone</source>
        <translation>演示手机</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>没有摄像头</translation>
    </message>
    <message>
        <source>Camera number {number}</source>
        <translation>第 {number} 号摄像头</translation>
    </message>
    <message>
        <source>{name} (not plugged in)</source>
        <translation>{name}（未插上）</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>0 (far)</source>
        <translation>0（远）</translation>
    </message>
    <message>
        <source>250 (near)</source>
        <translation>250（近）</translation>
    </message>
    <message>
        <source>1/{part} s</source>
        <translation>1/{part} 秒</translation>
    </message>
    <message>
        <source>{value} (the driver’s units)</source>
        <translation>{value}（驱动单位）</translation>
    </message>
    <message>
        <source>The settings file or the command line names the camera: a choice here lasts until the till is closed.</source>
        <translation>设置文件或命令行已指定摄像头：这里的选择只到收银台关闭为止。</translation>
    </message>
    <message>
        <source>Hold up any code to try it.</source>
        <translation>出示任意码来试一试。</translation>
    </message>
    <message>
        <source>A payment code. Nothing is paid here.</source>
        <translation>是付款码。这里不会收款。</translation>
    </message>
    <message>
        <source>{symbology}, in {ms} ms, by {decoder}</source>
        <translation>{symbology}，用时 {ms} 毫秒，{decoder}</translation>
    </message>
    <message>
        <source>{width} × {height} · {pictures_s} pictures/s · {ms} ms a look</source>
        <translation>{width} × {height} · 每秒 {pictures_s} 张 · 每次查看 {ms} 毫秒</translation>
    </message>
    <message>
        <source>The disk is full: this holds until the till is closed.</source>
        <translation>磁盘已满：只到收银台关闭为止。</translation>
    </message>
    <message>
        <source>Recording for a diagnosis</source>
        <translation>为查明原因而录制</translation>
    </message>
    <message>
        <source>Pictures are kept only while this runs: for {seconds} s, at most {megabytes} MB, on this computer. It goes on at the Sell page. Customers’ codes can be seen in them.</source>
        <translation>只在录制时保存画面：{seconds} 秒，最多 {megabytes} MB，只存在这台电脑上。在收款页也会继续。画面中可以看到顾客的码。</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>开始录制</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Recording, {seconds} s left</source>
        <translation>正在录制，还有 {seconds} 秒</translation>
    </message>
    <message>
        <source>{pictures} pictures, {megabytes} MB, in {folder}</source>
        <translation>{pictures} 张画面，{megabytes} MB，存在 {folder}</translation>
    </message>
    <message>
        <source>The recording ended: {why}</source>
        <translation>录制已结束：{why}</translation>
    </message>
</context>
</TS>
